package org.nalsm.spark.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.report.SweepReport;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.table.PhaseProgress;
import org.nalsm.spark.table.RunLease;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialStatus;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The board as somebody uses it, in Chromium. */
class BoardBrowserIT {
    private static final String ROWS = "#table .tabulator-row";
    private static final String IDS = ROWS + " .tabulator-cell[tabulator-field=run_id].id";
    /** Sets a variable wherever it becomes a part of a page. */
    private static final String HOSTILE = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>";

    private static Browser browser;

    @TempDir
    private Path directory;

    private MadeUpResults results;
    private Board board;

    @BeforeAll
    static void openBrowser() {
        assumeTrue(
                Browser.isHere(),
                "no chromium and chromedriver on the PATH, so the board is not tried in a browser; Debian has them in"
                        + " package chromium-driver");
        browser = new Browser();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() {
        results = new MadeUpResults(directory);
        results.run("r-a1", RunStatus.COMPLETE, "2026-05-01T10:00:00Z", 0.9, "nalsm", weight("0.1"));
        results.run("r-a2", RunStatus.COMPLETE, "2026-05-02T10:00:00Z", 0.95, "nalsm", weight("0.02"));
        results.run("r-b1", RunStatus.FAILED, "2026-05-03T10:00:00Z", Double.NaN, "lsm", weight("3"));
        results.run("r-c1", RunStatus.COMPLETE, "2026-05-04T10:00:00Z", 0.85, "lsm", weight("20"));
        board = results.board();
        browser.resize(1280, 900);
    }

    @AfterEach
    void close() {
        browser.leave(); // or its page would miss the server
        if (board != null) {
            board.close();
        }
    }

    private static String weight(String value) {
        return "{\"model\":{\"name\":\"nalsm\",\"astrocyte-weight\":" + value + "}}";
    }

    private void open(String path) {
        browser.open(board.address().replaceAll("/$", "") + path);
    }

    private void awaitIds(String... ids) {
        browser.await("list " + List.of(ids), () -> browser.texts(IDS).equals(List.of(ids)));
    }

    private static void click(String columnField) {
        browser.one("#table .tabulator-col[tabulator-field='" + columnField + "'] .tabulator-col-content")
                .click();
    }

    @Test
    void runsAreSortedFilteredAndSearched() {
        open("/runs");
        awaitIds("r-c1", "r-b1", "r-a2", "r-a1");
        click("m.valid_accuracy");
        awaitIds("r-a2", "r-a1", "r-c1", "r-b1");
        click("m.valid_accuracy");
        // What is not known is last either way.
        awaitIds("r-c1", "r-a1", "r-a2", "r-b1");
        new Select(browser.one("#status")).selectByValue("complete");
        awaitIds("r-c1", "r-a1", "r-a2");
        browser.one("#search").sendKeys("lsm r-c");
        awaitIds("r-c1");
        assertThat(browser.one("#summary").getText()).isEqualTo("1 of 4 runs");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aSettingInWhichRunsDifferBecomesAColumnThatSortsByNumber() {
        open("/runs");
        awaitIds("r-c1", "r-b1", "r-a2", "r-a1");
        browser.one(".menu summary").click();
        browser.one("#columns input[value='s.model.astrocyte-weight']").click();
        browser.one(".menu summary").click();
        click("s.model.astrocyte-weight");
        awaitIds("r-a2", "r-a1", "r-b1", "r-c1");
    }

    @Test
    void whatRunsIsFollowedWithoutReloading() {
        open("/runs");
        awaitIds("r-c1", "r-b1", "r-a2", "r-a1");
        browser.script("window.same = true");
        results.run("r-d1", RunStatus.RUNNING, "2026-05-05T10:00:00Z", Double.NaN, "nalsm", weight("1"));
        try (RunLease lease = RunLease.take(results.store(), "r-d1")) {
            lease.showing(() -> Optional.of(
                    new PhaseProgress("simulate, train", "samples", 1000, 0, 250, 10, "validation 91.00 %")));
            awaitIds("r-d1", "r-c1", "r-b1", "r-a2", "r-a1");
            browser.await(
                    "progress", () -> browser.texts("#running .card").toString().contains("25 %"));
            assertThat(browser.texts("#running .card").get(0))
                    .contains("simulate, train", "250 of 1,000 samples", "25/s", "30.0 s left", "validation 91.00 %");
        }
        results.run("r-d1", RunStatus.COMPLETE, "2026-05-05T10:00:00Z", 0.97, "nalsm", weight("1"));
        browser.await(
                "end of the run",
                () -> browser.texts(ROWS).get(0).contains("complete")
                        && browser.texts(ROWS).get(0).contains("97.00"));
        assertThat(browser.texts("#running .card")).allMatch(String::isEmpty);
        assertThat(browser.script("return window.same")).isEqualTo(true);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void runsThatAreTickedAreCompared() {
        open("/runs");
        awaitIds("r-c1", "r-b1", "r-a2", "r-a1");
        assertThat(browser.one("#compare").isEnabled()).isFalse();
        browser.one("input[aria-label='Compare r-a1']").click();
        browser.one("input[aria-label='Compare r-a2']").click();
        browser.one("#compare").click();
        browser.await(
                "comparison",
                () -> browser.address().endsWith("/compare?runs=r-a1,r-a2")
                        && browser.texts("#comparison tr").stream().anyMatch("accuracy, test 89.00 % 94.00 %"::equals));
        assertThat(browser.texts("#comparison tr")).contains("model.astrocyte-weight 0.1 0.02");
        assertThat(browser.texts("#comparison .best")).contains("95.00 %");
        assertThat(browser.text()).doesNotContain("code_version");
        browser.one("#all").click();
        assertThat(browser.text()).contains("code_version");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aRunsPageShowsItsFigures() {
        open("/runs/r-a1");
        browser.await("figure", () -> !browser.texts("#figures figure svg").isEmpty());
        assertThat(browser.text()).contains("Run r-a1", "90.00 %", "The box of r-a1.", "model.astrocyte-weight 0.1");
        // Its own style is applied, which the policy of other pages would not allow.
        assertThat(browser.script("return getComputedStyle(document.querySelector('figure rect')).fill"))
                .isEqualTo("rgb(0, 114, 178)");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aSweepOpensToItsTrialsAndItsCharts() {
        sweep("s-1", "weights", "model.astrocyte-weight");
        open("/sweeps");
        browser.one("a[href='/sweeps/s-1']").click();
        browser.await(
                "leaderboard",
                () -> browser.texts("#leaderboard .tabulator-row").size() == 2);
        assertThat(browser.texts("#leaderboard .tabulator-row").get(0)).contains("95.00 ± 1.41", "0.2");
        browser.one("#leaderboard .tabulator-data-tree-control").click();
        browser.await(
                "trials", () -> browser.texts("#leaderboard .tabulator-row").size() == 4);
        assertThat(browser.texts("#leaderboard .tabulator-row").get(1)).contains("r-a1", "94.00");
        assertThat(browser.all(".chart canvas")).hasSize(2);
        assertThat(browser.texts("#trials .tabulator-row"))
                .hasSize(4)
                .anyMatch(row -> row.contains("too large: <b>weight</b>"));
        assertThat(browser.complaints()).isEmpty();
    }

    /** The report is a file of its own, with the same manners. */
    @Test
    void aReportsTablesSortAndItsFiguresGrow() {
        System.setProperty("java.awt.headless", "true");
        sweep("s-1", "weights", "model.astrocyte-weight");
        SweepRow sweep = new SweepCatalog(results.store()).find("s-1").orElseThrow();
        Path page = SweepReport.of(
                        results.store(), sweep, List.of(Metric.VALID_ACCURACY, Metric.TEST_ACCURACY), Map.of())
                .writeTo(directory.resolve("report"));
        browser.open(page.toUri().toString());
        String ranks = "table.leaderboard tbody td:first-child";
        assertThat(browser.texts(ranks)).containsExactly("1", "2");
        browser.all("table.leaderboard th").stream()
                .filter(head -> head.getText().startsWith("test"))
                .findFirst()
                .orElseThrow()
                .click();
        assertThat(browser.texts(ranks)).containsExactly("2", "1");
        assertThat((String) browser.script("return document.querySelector('figure circle title').textContent"))
                .startsWith("validation")
                .contains("model.astrocyte-weight 0.1", "accuracy (%) 90");
        browser.one("figure > svg").click();
        assertThat(browser.script("return document.querySelector('dialog').open"))
                .isEqualTo(true);
        assertThat(browser.complaints()).isEmpty();
    }

    private void sweep(String id, String name, String parameter) {
        results.sweep(id, name, RunStatus.RUNNING, 4);
        results.trial(id, "t-1", "r-a1", TrialStatus.COMPLETE, 0.94, parameter, "0.2", "run.seed", "1");
        results.trial(id, "t-2", "r-a2", TrialStatus.COMPLETE, 0.96, parameter, "0.2", "run.seed", "2");
        results.trial(id, "t-3", "r-c1", TrialStatus.COMPLETE, 0.9, parameter, "0.1", "run.seed", "1");
        results.trial(id, "t-4", "r-b1", TrialStatus.FAILED, 0, parameter, "0.1", "run.seed", "2");
    }

    @Test
    void hostileNamesDoNothing() {
        results.run(
                "r-e1",
                RunStatus.COMPLETE,
                "2026-05-06T10:00:00Z",
                0.5,
                HOSTILE,
                HOSTILE,
                "{\"" + HOSTILE + "\":\"" + HOSTILE + "\"}");
        sweep("s-2", HOSTILE, HOSTILE);
        for (String page : List.of("/runs", "/runs/r-e1", "/compare?runs=r-e1,r-a1", "/sweeps", "/sweeps/s-2")) {
            open(page);
            browser.await("hostile text on " + page, () -> browser.text().contains("<img src=x onerror"));
            assertThat(browser.script("return window.hacked")).as(page).isNull();
            assertThat(browser.script("return document.querySelectorAll('img[src=x]').length"))
                    .as(page)
                    .isEqualTo(0L);
        }
        // Neither does the policy refuse what should not have been tried.
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void darkIsDarkAndAPhoneNeedsNoScrollingSideways() {
        sweep("s-1", "weights", "model.astrocyte-weight");
        browser.resize(500, 900); // Chromium makes no window narrower.
        for (String page :
                List.of("/runs", "/runs/r-a1", "/sweeps", "/sweeps/s-1", "/compare?runs=r-a1,r-a2", "/api")) {
            open(page);
            browser.await("page " + page, () -> !browser.text().isBlank());
            assertThat(browser.script("return document.documentElement.scrollWidth - innerWidth"))
                    .as(page)
                    .satisfies(overflow -> assertThat((Long) overflow).isLessThanOrEqualTo(0));
        }
        open("/runs");
        WebElement theme = browser.one("#theme");
        if (browser.script("return document.documentElement.dataset.theme").equals("light")) {
            theme.click();
        }
        assertThat(browser.script("return getComputedStyle(document.documentElement).backgroundColor"))
                .isEqualTo("rgb(21, 24, 27)");
        open("/sweeps");
        assertThat(browser.script("return document.documentElement.dataset.theme"))
                .isEqualTo("dark");
        browser.one("#theme").click();
        assertThat(browser.script("return getComputedStyle(document.documentElement).backgroundColor"))
                .isEqualTo("rgb(255, 255, 255)");
        assertThat(browser.one("body").findElements(By.cssSelector(".bar"))).hasSize(1);
    }
}
