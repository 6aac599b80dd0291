using FedK8s.Cli.Progress;
using Spectre.Console;

namespace FedK8s.Cli.Tests.Progress;

public sealed class LiveLayoutTests
{
    [Fact]
    public void Each_client_has_a_line_with_its_steps_and_loss()
    {
        var screen = Draw(new Story().AllJoin().Opens(1).Steps(0, 1, 5, 0.25), height: 24);

        Assert.Contains("5/10  loss 0.250  training", screen, StringComparison.Ordinal);
        Assert.Contains("site-2", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_and_tests_of_one_checkpoint_share_a_line()
    {
        var screen = Draw(new Story().AllJoin().Measured(1).Tested(0, 1, 0.5).Tested(1, 1, 0.7), height: 24);

        Assert.Contains("round 1 measured: copy 75.0 %, clients' tests 60.0 % on average", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Clients_that_do_not_fit_are_counted()
    {
        var screen = Draw(new Story(clients: 30).AllJoin().Opens(1), height: 16);

        Assert.Contains("and 20 more clients", screen, StringComparison.Ordinal);
        Assert.InRange(screen.Split('\n').Length, 1, 16);
    }

    [Fact]
    public void A_name_with_brackets_is_not_markup()
    {
        var story = new Story();
        var progress = story.Progress with { Name = "[red]" };

        Assert.Contains("[red]", Text(LiveLayout.Draw(progress, story.Now, width: 120, height: 24), 120), StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_narrow_terminal_the_bars_give_way_and_names_and_losses_stay()
    {
        var story = new Story().AllJoin().Opens(1).Steps(0, 1, 5, 0.25);

        var screen = Text(LiveLayout.Draw(story.Progress, story.Now, width: 40, height: 24), 40);

        Assert.Contains(screen.Split('\n'), line =>
            line.StartsWith("site-1", StringComparison.Ordinal) && line.Contains("5/10  loss 0.250", StringComparison.Ordinal));
    }

    private static string Draw(Story story, int height) => Text(LiveLayout.Draw(story.Progress, story.Now, width: 120, height), 120);

    private static string Text(Spectre.Console.Rendering.IRenderable drawing, int width)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        console.Write(drawing);
        return output.ToString();
    }
}
