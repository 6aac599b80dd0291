using System.Net;
using System.Text;
using FedK8s.RetentionBench.Claims;

namespace FedK8s.RetentionBench.Reports;

/// <summary>One page with everything in it: no script, nothing to fetch.</summary>
internal static class HtmlPage
{
    private const string Style =
        """
        body { font: 15px/1.45 system-ui, sans-serif; max-width: 1180px; margin: 2rem auto; padding: 0 1rem }
        body { color: #1b1f24; background: #fff }
        h2 { margin-top: 2.2rem } p.note { color: #57606a; max-width: 60rem }
        .wide { overflow-x: auto } table { border-collapse: collapse; font-variant-numeric: tabular-nums; white-space: nowrap }
        th, td { padding: .2rem .7rem; border-bottom: 1px solid #d8dee4; text-align: right }
        th:first-child, td:first-child { text-align: left }
        td.words { text-align: left; white-space: normal }
        .pass { color: #1a7f37 } .fail { color: #cf222e } .outside { color: #9a6700 }
        svg { width: 100%; height: auto; font: 11px system-ui, sans-serif } .grid { stroke: #e4e8ec }
        """;

    public static string Of(
        string command, IReadOnlyList<Claim> claims, IReadOnlyList<Table> tables, IReadOnlyList<(string Title, string Svg)> plots)
    {
        var html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width\"><title>Retention</title>\n")
            .Append("<style>\n").Append(Style).Append("\n</style></head><body>\n<h1>What methods keep, and what they take</h1>\n")
            .Append("<p class=\"note\"><code>").Append(Encoded(command)).Append("</code></p>\n");
        AppendClaims(html, claims);
        foreach (var (title, svg) in plots)
        {
            html.Append("<h2>").Append(Encoded(title)).Append("</h2>\n").Append(svg);
        }

        foreach (var table in tables)
        {
            AppendTable(html, table);
        }

        return html.Append("</body></html>\n").ToString();
    }

    private static void AppendClaims(StringBuilder html, IReadOnlyList<Claim> claims)
    {
        html.Append("<h2>Claims</h2>\n<div class=\"wide\"><table>\n<tr><th>claim</th><th></th><th>here</th><th>figures</th></tr>\n");
        foreach (var claim in claims)
        {
            var colour = claim.Verdict switch
            {
                Verdict.Pass => "pass",
                Verdict.Fail => "fail",
                Verdict.OutsideBand => "outside",
                _ => "",
            };
            html.Append("<tr><td>").Append(Encoded(claim.Id))
                .Append("</td><td class=\"words\">").Append(Encoded(claim.Text))
                .Append("</td><td class=\"words ").Append(colour).Append("\">").Append(claim.VerdictWords)
                .Append("</td><td class=\"words\">").Append(Encoded(claim.Detail)).Append("</td></tr>\n");
        }

        html.Append("</table></div>\n");
    }

    private static void AppendTable(StringBuilder html, Table table)
    {
        html.Append("<h2>").Append(Encoded(table.Title)).Append("</h2>\n")
            .Append("<p class=\"note\">").Append(Encoded(table.Note)).Append("</p>\n")
            .Append("<div class=\"wide\"><table>\n");
        AppendRow(html, "th", table.Header);
        foreach (var row in table.Rows)
        {
            AppendRow(html, "td", row);
        }

        html.Append("</table></div>\n");
    }

    private static void AppendRow(StringBuilder html, string tag, IReadOnlyList<string> cells) => html
        .Append("<tr>").AppendJoin("", cells.Select(cell => $"<{tag}>{Encoded(cell)}</{tag}>")).Append("</tr>\n");

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
