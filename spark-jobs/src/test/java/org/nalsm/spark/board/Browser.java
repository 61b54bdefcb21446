package org.nalsm.spark.board;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The Chromium of this machine, driven by its own driver: nothing is downloaded. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriver driver;

    /** Where Debian's packages chromium and chromium-driver put them, or other systems' put theirs. */
    private static Optional<Path> program(String... names) {
        return List.of(names).stream()
                .flatMap(name -> Pattern.compile(File.pathSeparator)
                        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static boolean isHere() {
        return chromium().isPresent() && driver().isPresent();
    }

    private static Optional<Path> chromium() {
        return program("chromium", "chromium-browser", "google-chrome");
    }

    private static Optional<Path> driver() {
        return program("chromedriver");
    }

    Browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium().orElseThrow().toFile());
        // Without a sandbox, as in containers its user is root; it sees this test's pages only.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driver().orElseThrow().toFile())
                        .build(),
                options);
        resize(1280, 900);
    }

    void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    void open(String address) {
        driver.get(address);
    }

    /** Leaves the page, and forgets what was complained about it. */
    void leave() {
        driver.get("about:blank");
        complaints();
    }

    /** Waits for elements. */
    List<WebElement> all(String css) {
        return new WebDriverWait(driver, PATIENCE).until(page -> {
            List<WebElement> found = page.findElements(By.cssSelector(css));
            return found.isEmpty() ? null : found;
        });
    }

    WebElement one(String css) {
        return all(css).get(0);
    }

    /** Waits for something; what it says is in the message if it does not come. */
    void await(String what, java.util.function.BooleanSupplier condition) {
        new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> "no " + what + "; the page says: "
                        + driver.findElement(By.tagName("body")).getText())
                .until(page -> {
                    try {
                        return condition.getAsBoolean();
                    } catch (org.openqa.selenium.StaleElementReferenceException e) {
                        return false; // it was just drawn anew
                    }
                });
    }

    /** The texts of what is there now. */
    List<String> texts(String css) {
        return driver.findElements(By.cssSelector(css)).stream()
                .map(WebElement::getText)
                .toList();
    }

    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    String address() {
        return driver.getCurrentUrl();
    }

    Object script(String code) {
        return driver.executeScript(code);
    }

    /** What the browser complained about: failed scripts, refused loads, violations of the policy. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
