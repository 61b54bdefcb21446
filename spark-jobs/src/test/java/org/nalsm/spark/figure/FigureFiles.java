package org.nalsm.spark.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Looks into the files of figures with readers that have nothing to do with how they were made. */
public final class FigureFiles {
    private FigureFiles() {}

    /** Well-formed, of the size it says, and with something drawn in it. */
    public static void check(Figure figure) {
        if (figure.format() == Figure.Format.PNG) {
            checkPng(figure);
        } else {
            checkSvg(figure);
        }
    }

    private static void checkPng(Figure figure) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(figure.content()));
            assertThat(image.getWidth()).isEqualTo(2 * figure.width());
            assertThat(image.getHeight()).isEqualTo(2 * figure.height());
            Set<Integer> colours = new HashSet<>();
            for (int x = 0; x < image.getWidth(); x++) {
                for (int y = 0; y < image.getHeight(); y++) {
                    colours.add(image.getRGB(x, y) & 0xFFFFFF);
                }
            }
            assertThat(colours).contains(0xFFFFFF, Palette.BLUE.getRGB() & 0xFFFFFF);
        } catch (IOException e) {
            throw new AssertionError(figure.fileName(), e);
        }
    }

    private static void checkSvg(Figure figure) {
        Element root = parse(figure).getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("svg");
        assertThat(root.getAttribute("width")).isEqualTo(Integer.toString(figure.width()));
        assertThat(root.getAttribute("viewBox")).isEqualTo("0 0 " + figure.width() + " " + figure.height());
        assertThat(root.getAttribute("aria-label")).isEqualTo(figure.description());
        assertThat(root.getElementsByTagName("path").getLength()).as("paths").isGreaterThan(10);
        NodeList all = root.getElementsByTagName("*");
        for (int k = 0; k < all.getLength(); k++) {
            Element element = (Element) all.item(k);
            if (element.hasAttribute("id")) {
                assertThat(element.getAttribute("id")).startsWith(figure.name() + "-");
            }
            assertThat(element.getAttribute("xlink:href"))
                    .as("nothing from elsewhere")
                    .doesNotContain("http");
        }
    }

    private static Document parse(Figure figure) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(figure.content()));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError(figure.fileName() + " is no XML", e);
        }
    }
}
