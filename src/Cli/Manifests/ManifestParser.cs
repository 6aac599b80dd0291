using FedK8s.Core.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FedK8s.Cli.Manifests;

/// <summary>
/// Turns YAML into nodes with positions. It reads the parser's events rather than a ready-made document, because that would
/// stop at the first field written twice.
/// </summary>
internal sealed class ManifestParser
{
    // Far above any manifest; a few lines of nested aliases can stand for more values than memory holds.
    private const int MostValues = 200_000;

    // Far above any manifest, far below what the stack holds.
    private const int DeepestLevel = 100;

    private readonly Parser _events;
    private readonly ManifestProblems _problems;
    private readonly Dictionary<AnchorName, ManifestNode?> _anchors = [];
    private readonly Dictionary<ManifestNode, int> _sizes = new(ReferenceEqualityComparer.Instance);
    private int _level;

    private ManifestParser(string text, ManifestProblems problems)
    {
        _events = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _problems = problems;
    }

    /// <summary>The file's one document, or null where there is none to read; what is wrong goes to <paramref name="problems"/>.</summary>
    public static ManifestNode? Parse(string text, ManifestProblems problems)
    {
        var parser = new ManifestParser(text, problems);
        try
        {
            return parser.ParseStream();
        }
        catch (YamlException exception)
        {
            problems.Add(parser.NotBefore(exception.Start), "", NotYaml(exception), "YAML", "correct the line; check its indentation and quotes");
        }
        catch (InvalidOperationException exception)
        {
            // The scanner gives up in this way on some unfinished lists, and says nothing of the place.
            problems.Add(parser.NotBefore(Mark.Empty), "", NotYaml(exception), "YAML", "correct what follows; check its brackets and quotes");
        }

        return null;
    }

    private ManifestNode? ParseStream()
    {
        _events.Consume<StreamStart>();
        if (_events.Accept<StreamEnd>(out _))
        {
            _problems.Add(new(1, 1), "", "an empty file", "a FederatedRun", "start from k8s/samples/quickstart.yaml");
            return null;
        }

        _events.Consume<DocumentStart>();
        var document = ParseNode("");
        _events.Consume<DocumentEnd>();
        if (_events.Accept<DocumentStart>(out var second))
        {
            _problems.Add(At(second.Start), "", "a second document", "one FederatedRun in a file", "move it to a file of its own");
        }

        return document;
    }

    private ManifestNode ParseNode(string path)
    {
        if (_events.TryConsume<AnchorAlias>(out var alias))
        {
            return Resolve(alias, path);
        }

        var anchor = _events.Accept<NodeEvent>(out var start) ? start.Anchor : AnchorName.Empty;
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = null; // until it is whole, an alias to it would contain itself
        }

        _level++;
        ManifestNode node = _events.Current switch
        {
            _ when _level > DeepestLevel => throw Refused(_events.Current, $"more than {DeepestLevel} levels"),
            MappingStart => ParseMapping(path),
            SequenceStart => ParseSequence(path),
            _ => ParseScalar(),
        };
        _level--;
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = node;
        }

        return node;
    }

    private ManifestNode.Scalar ParseScalar()
    {
        var scalar = _events.Consume<Scalar>();
        return Sized(new ManifestNode.Scalar(At(scalar.Start), scalar.Value, scalar.Style == ScalarStyle.Plain), 1);
    }

    private ManifestNode.Sequence ParseSequence(string path)
    {
        var start = _events.Consume<SequenceStart>();
        var items = new List<ManifestNode>();
        while (!_events.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ParseNode($"{path}[{items.Count}]"));
        }

        return Sized(new ManifestNode.Sequence(At(start.Start), items), 1 + items.Sum(item => _sizes[item]));
    }

    private ManifestNode.Mapping ParseMapping(string path)
    {
        var start = _events.Consume<MappingStart>();
        var fields = new List<ManifestField>();
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            var key = ParseNode(path);
            var name = (key as ManifestNode.Scalar)?.Text ?? "";
            var field = new ManifestField(name, key.Position, ParseNode(ManifestPath.Field(path, name)));
            if (IsUsable(field, key, fields, path))
            {
                fields.Add(field);
            }
        }

        return Sized(new ManifestNode.Mapping(At(start.Start), fields), 1 + fields.Sum(field => _sizes[field.Value]));
    }

    private bool IsUsable(ManifestField field, ManifestNode key, List<ManifestField> earlier, string path)
    {
        var fieldPath = ManifestPath.Field(path, field.Name);
        if (key is not ManifestNode.Scalar)
        {
            _problems.Add(field.Position, path, "a list or a mapping as a field's name", "a word", "put its values behind a name");
            return false;
        }

        if (field.Name == "<<")
        {
            _problems.Add(field.Position, fieldPath, "a merge key", "fields written out", "repeat the fields; plain aliases are fine");
            return false;
        }

        if (earlier.Find(other => other.Name == field.Name) is { } first)
        {
            _problems.Add(
                field.Position, fieldPath, $"the field again, first written in line {first.Position.Line}", "it once", "remove one");
            return false;
        }

        return true;
    }

    private ManifestNode Resolve(AnchorAlias alias, string path)
    {
        var position = At(alias.Start);
        if (_anchors.GetValueOrDefault(alias.Value) is { } node)
        {
            return node;
        }

        var reason = _anchors.ContainsKey(alias.Value) ? "that contains itself" : "without an anchor before it";
        _problems.Add(
            position, path, $"the alias *{alias.Value} {reason}", $"&{alias.Value} on an earlier value", "write the value out");
        _problems.Distrust(path);
        return Sized(new ManifestNode.Scalar(position, "", IsPlain: true), 1);
    }

    private TNode Sized<TNode>(TNode node, int size)
        where TNode : ManifestNode
    {
        if (size > MostValues)
        {
            throw Refused(_events.Current, $"its aliases stand for more than {MostValues} values");
        }

        _sizes[node] = size;
        return node;
    }

    // Some errors are placed at the start of the file; what has been read without one cannot be the place.
    private ManifestPosition NotBefore(Mark mark) =>
        At(_events.Current is { End: var read } && read.Index > mark.Index ? read : mark);

    private static YamlException Refused(ParsingEvent? at, string reason) =>
        new(at?.Start ?? Mark.Empty, at?.End ?? Mark.Empty, reason);

    private static string NotYaml(Exception exception) =>
        $"text that is not YAML ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')})";

    private static ManifestPosition At(Mark mark) => new((int)mark.Line, (int)mark.Column);
}
