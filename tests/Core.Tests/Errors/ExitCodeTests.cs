using System.Reflection;
using System.Text.RegularExpressions;
using FedK8s.Core.Errors;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Errors;

public sealed class ExitCodeTests
{
    private static readonly string Pages = RepositoryRoot.Combine("docs", "errors");

    public static TheoryData<string> Codes => [.. ExitCodes.All.Select(code => code.Code)];

    [Fact]
    public void The_list_has_every_code_of_the_class()
    {
        var members = typeof(ExitCodes).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(ExitCode))
            .Select(property => (ExitCode)property.GetValue(null)!);

        Assert.Equal(members.OrderBy(code => code.ProcessExit), ExitCodes.All);
    }

    [Fact]
    public void No_code_and_no_number_is_used_twice()
    {
        Assert.Distinct(ExitCodes.All.Select(code => code.Code));
        Assert.Distinct(ExitCodes.All.Select(code => code.ProcessExit));
    }

    [Fact]
    public void Codes_say_who_ends_and_numbers_are_not_taken_by_others() => Assert.All(ExitCodes.All, code =>
    {
        Assert.Matches("^FK[1239][0-9]{3}$", code.Code);
        Assert.InRange(code.ProcessExit, 2, 130);
    });

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_has_a_page_that_says_what_to_do(string name)
    {
        var code = ExitCodes.All.Single(candidate => candidate.Code == name);
        var page = File.ReadAllText(RepositoryRoot.Combine(code.Page.Split('/')));

        var opening = $"# {code.Code}: {code.Title}\n\nThe process exits with {code.ProcessExit}.\n";
        Assert.StartsWith(opening, page, StringComparison.Ordinal);
        Assert.Contains("\n## What happened\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## How to resolve it\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_has_a_code()
    {
        var pages = Directory.GetFiles(Pages, "FK*").Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(ExitCodes.All.Select(code => code.Code).Order(), pages.Order());
    }

    [Fact]
    public void The_table_of_codes_is_the_list()
    {
        var rows = Regex.Matches(
            File.ReadAllText(Path.Combine(Pages, "README.md")), @"^\| \d.*\|$", RegexOptions.Multiline);

        Assert.Equal(
            ExitCodes.All.Select(code => $"| {code.ProcessExit} | [{code.Code}]({code.Code}.md) | {code.Title} |"),
            rows.Select(row => row.Value));
    }
}
