using FedK8s.Worker.Data.ChatTemplates;
using FedK8s.Worker.Data.Tokenizers;
using FedK8s.Worker.Data.Tokenizers.Templates;

namespace FedK8s.Worker.Tests.Data;

/// <summary>Bytes, as <see cref="ByteTokenizer"/> has them, after a start token with the id 2.</summary>
internal sealed class StartingTokenizer : ITokenizer
{
    private readonly ByteTokenizer _bytes = new();

    public int VocabularySize => _bytes.VocabularySize;

    public int PaddingId => _bytes.PaddingId;

    public int? StartId => 2;

    public int EndId => _bytes.EndId;

    public SpecialTokens Special => _bytes.Special;

    public SequenceTemplate Template => _bytes.Template;

    public ChatTemplateSource? Chat => null;

    public bool IsText(int id) => _bytes.IsText(id);

    public int[] Encode(string text) => _bytes.Encode(text);

    public string Decode(ReadOnlySpan<int> ids, bool isShowingSpecial = false) => _bytes.Decode(ids, isShowingSpecial);
}
