using FedK8s.Core.Errors;
using FedK8s.Core.Services;

namespace FedK8s.Core.Tests.Services;

public sealed class SettingsReaderTests
{
    private static readonly Setting Lanes = new("LANES", "1", "A whole number from 1.");
    private static readonly Setting Store = new("STORE", "required", "The run's store.");
    private static readonly Setting Waits = new("WAITS", "false", "True or false.");

    [Fact]
    public void What_is_not_set_has_its_default()
    {
        var reader = Reader();

        Assert.Equal(3, reader.Number(Lanes, least: 1, otherwise: 3));
        Assert.False(reader.Flag(Waits));
        Assert.Null(reader.Find(Store));
        Assert.Null(reader.Word<LogForm>(Waits));
        reader.RequireNoProblem();
    }

    [Fact]
    public void An_empty_value_counts_as_not_set() => Assert.Null(Reader(("STORE", " ")).Find(Store));

    [Fact]
    public void Values_are_read()
    {
        var reader = Reader(("LANES", "2"), ("WAITS", "True"), ("STORE", "JSON"));

        Assert.Equal(2, reader.Number(Lanes, least: 1, otherwise: 1));
        Assert.True(reader.Flag(Waits));
        Assert.Equal(LogForm.Json, reader.Word<LogForm>(Store));
    }

    [Fact]
    public void All_problems_are_told_at_once_with_what_was_found_and_wanted()
    {
        var reader = Reader(("LANES", "0"), ("WAITS", "maybe"));
        reader.Number(Lanes, least: 1, otherwise: 1);
        reader.Flag(Waits);
        reader.Require(Store);

        var failure = Assert.Throws<RunFailedException>(reader.RequireNoProblem);

        Assert.Equal(ExitCodes.InvalidSettings, failure.Code);
        Assert.Equal(
            "LANES: found '0', wanted a whole number from 1; WAITS: found 'maybe', wanted true or false; "
            + "STORE: found nothing, wanted the run's store",
            failure.Message);
    }

    private static SettingsReader Reader(params (string Name, string Value)[] variables) =>
        new(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
