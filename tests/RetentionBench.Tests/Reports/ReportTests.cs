using FedK8s.RetentionBench.Claims;
using FedK8s.RetentionBench.Reports;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Tests.Studies;

namespace FedK8s.RetentionBench.Tests.Reports;

public sealed class ReportTests
{
    private static StudyResults Results => Given.Results([.. Given.Seeds("full", 0.7), .. Given.Seeds("expansion-all", 0.8, 8)]);

    [Fact]
    public void The_front_holds_what_no_other_point_beats_in_both() =>
        Assert.Equal([(1, 0.5), (2, 0.7), (4, 0.9)], StudyPlots.Front([(2, 0.7), (1, 0.5), (3, 0.6), (4, 0.9), (4, 0.8)]));

    [Fact]
    public void The_page_needs_nothing_but_itself()
    {
        var page = HtmlPage.Of("bench/retention <x>", ClaimList.Of(Results), StudyTables.Of(Results), StudyPlots.Of(Results));

        Assert.Equal(3, page.Split("<svg").Length - 1);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("bench/retention &lt;x&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_of_a_table_is_as_long_as_its_header() =>
        Assert.All(StudyTables.Of(Results), table => Assert.All(table.Rows, row => Assert.Equal(table.Header.Count, row.Count)));

    [Fact]
    public void A_difference_between_arms_is_told_seed_by_seed()
    {
        var paired = StudyTables.Of(Results)
            .Single(table => table.Title.StartsWith("Retention at the target", StringComparison.Ordinal));

        Assert.Equal(["expansion-all", "+10.0 ±0.0"], Assert.Single(paired.Rows));
    }

    [Fact]
    public void A_file_for_programs_has_a_line_for_each_trial_and_each_evaluation()
    {
        Assert.Equal(1 + 6, Lines(CsvFiles.Trials(Results)).Length);
        Assert.Equal(1 + (6 * 3), Lines(CsvFiles.Evaluations(Results)).Length);
        Assert.All(
            [CsvFiles.Trials(Results), CsvFiles.Evaluations(Results)],
            file => Assert.Single(Lines(file).Select(line => line.Split(',').Length).Distinct()));
    }

    [Fact]
    public void An_axis_has_round_ticks_and_a_place_for_every_value()
    {
        var axis = Axis.Over([1, 19], 0, 100);

        Assert.Equal([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20], axis.Ticks.Select(tick => tick.Value));
        Assert.Equal((10, 2), axis.Ticks.ElementAt(1));
        Assert.Equal(50, axis.At(10));
        Assert.Equal(50, Axis.Over([7], 0, 100).At(7), 1e-9); // one value lies in the middle
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
