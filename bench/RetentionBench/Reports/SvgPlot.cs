using System.Net;
using System.Text;

namespace FedK8s.RetentionBench.Reports;

/// <summary>A plot as SVG, to stand inside a page.</summary>
internal static class SvgPlot
{
    private const int Width = 880;
    private const int Height = 420;
    private const int Left = 60;
    private const int Right = 250;
    private const int Top = 16;
    private const int Bottom = 44;
    private const int LegendStep = 15;

    // The golden angle apart: any number of series, neighbours far from each other.
    private const double HueStep = 137.508;

    /// <summary>Draws series over linear axes.</summary>
    /// <param name="x">The horizontal axis's name.</param>
    /// <param name="y">The vertical one's.</param>
    /// <param name="series">At least one with a point.</param>
    public static string Draw(string x, string y, IReadOnlyList<Series> series)
    {
        var points = series.SelectMany(line => line.Points).ToArray();
        var horizontal = Axis.Over(points.Select(point => point.X), Left, Width - Right);
        var vertical = Axis.Over(points.Select(point => point.Y), Height - Bottom, Top);
        var height = Math.Max(Height, Top + (LegendStep * (series.Count + 1)));
        var svg = new StringBuilder(Text($"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\">\n"));
        AppendAxes(svg, x, y, horizontal, vertical);
        foreach (var (index, line) in series.Index())
        {
            AppendSeries(svg, line, Text($"hsl({index * HueStep % 360:0} 65% 42%)"), horizontal, vertical);
            AppendLegend(svg, index, line.Name, Text($"hsl({index * HueStep % 360:0} 65% 42%)"));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendAxes(StringBuilder svg, string x, string y, Axis horizontal, Axis vertical)
    {
        foreach (var (at, value) in horizontal.Ticks)
        {
            svg.Append(Text($"<line class=\"grid\" x1=\"{at:0.0}\" x2=\"{at:0.0}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>"));
            svg.Append(Text($"<text x=\"{at:0.0}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{value:0.##}</text>\n"));
        }

        foreach (var (at, value) in vertical.Ticks)
        {
            svg.Append(Text($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{at:0.0}\" y2=\"{at:0.0}\"/>"));
            svg.Append(Text($"<text x=\"{Left - 6}\" y=\"{at + 4:0.0}\" text-anchor=\"end\">{value:0.##}</text>\n"));
        }

        svg.Append(Text($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">"))
            .Append(WebUtility.HtmlEncode(x)).Append("</text>\n");
        const int middle = (Top + Height - Bottom) / 2;
        svg.Append(Text($"<text x=\"14\" y=\"{middle}\" text-anchor=\"middle\" transform=\"rotate(-90 14 {middle})\">"))
            .Append(WebUtility.HtmlEncode(y)).Append("</text>\n");
    }

    private static void AppendSeries(StringBuilder svg, Series line, string colour, Axis horizontal, Axis vertical)
    {
        var places = line.Points.Select(point => (X: horizontal.At(point.X), Y: vertical.At(point.Y))).ToArray();
        if (line.IsLine)
        {
            var path = string.Join(' ', places.Select(place => Text($"{place.X:0.0},{place.Y:0.0}")));
            svg.Append(Text($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" points=\"{path}\"/>\n"));
        }

        foreach (var (place, point) in places.Zip(line.Points))
        {
            svg.Append(Text($"<circle cx=\"{place.X:0.0}\" cy=\"{place.Y:0.0}\" r=\"{(line.IsLine ? 2 : 5)}\" fill=\"{colour}\">"));
            svg.Append(Text($"<title>{WebUtility.HtmlEncode(line.Name)}: {point.X:0.###}, {point.Y:0.###}</title></circle>\n"));
        }
    }

    private static void AppendLegend(StringBuilder svg, int index, string name, string colour)
    {
        var y = Top + 10 + (index * LegendStep);
        svg.Append(Text($"<rect x=\"{Width - Right + 14}\" y=\"{y - 8}\" width=\"9\" height=\"9\" fill=\"{colour}\"/>"));
        svg.Append(Text($"<text x=\"{Width - Right + 28}\" y=\"{y}\">{WebUtility.HtmlEncode(name)}</text>\n"));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
