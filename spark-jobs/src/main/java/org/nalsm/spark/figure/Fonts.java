package org.nalsm.spark.figure;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import org.nalsm.engine.UserException;

/** Whether this machine has letters to write on figures; slim container images have none. */
public final class Fonts {
    private Fonts() {}

    /** @throws UserException NO_INPUT with what to install */
    public static void require() {
        try {
            new TextLayout("0", new Font(Font.SANS_SERIF, Font.PLAIN, 12), new FontRenderContext(null, true, false));
        } catch (RuntimeException | InternalError | LinkageError e) { // Java fails differently with its version.
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "Java finds no font to label figures with; install "
                            + "fontconfig and a font, such as the packages fontconfig and fonts-dejavu-core",
                    e);
        }
    }
}
