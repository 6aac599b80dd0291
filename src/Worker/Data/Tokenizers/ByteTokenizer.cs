using System.Text;
using FedK8s.Worker.Data.ChatTemplates;
using FedK8s.Worker.Data.Tokenizers.Templates;

namespace FedK8s.Worker.Data.Tokenizers;

/// <summary>
/// One token per UTF-8 byte, in the id layout of ByT5 (arXiv:2105.13626): padding 0, end 1, unknown 2, byte b is b + 3.
/// Its folder file lets the Python library transformers read it as a <c>ByT5Tokenizer</c> without extra ids.
/// </summary>
internal sealed class ByteTokenizer : ITokenizer
{
    private const int SpecialTokenCount = 3;
    private const int ByteCount = 256;

    private static readonly string[] SpecialNames = ["<pad>", "</s>", "<unk>"];

    /// <summary>What <c>tokenizer_config.json</c> says for this tokenizer.</summary>
    public const string FolderFile =
        """
        {
          "tokenizer_class": "ByT5Tokenizer",
          "extra_ids": 0,
          "pad_token": "<pad>",
          "eos_token": "</s>",
          "unk_token": "<unk>"
        }

        """;

    /// <inheritdoc/>
    public int VocabularySize => SpecialTokenCount + ByteCount;

    /// <inheritdoc/>
    public int PaddingId => 0;

    /// <inheritdoc/>
    public int? StartId => null;

    /// <inheritdoc/>
    public int EndId => 1;

    /// <inheritdoc/>
    public SpecialTokens Special { get; } = new() { Padding = 0, End = 1, Unknown = 2 };

    /// <inheritdoc/>
    public SequenceTemplate Template { get; } = new([], [1]);

    /// <inheritdoc/>
    public ChatTemplateSource? Chat => null;

    /// <inheritdoc/>
    public bool IsText(int id) => id is >= SpecialTokenCount and < SpecialTokenCount + ByteCount;

    /// <inheritdoc/>
    public int[] Encode(string text) =>
        Array.ConvertAll(Encoding.UTF8.GetBytes(text), value => value + SpecialTokenCount);

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids, bool isShowingSpecial = false)
    {
        var bytes = new List<byte>(ids.Length);
        foreach (var id in ids)
        {
            if (IsText(id))
            {
                bytes.Add((byte)(id - SpecialTokenCount));
            }
            else if (isShowingSpecial && id is >= 0 and < SpecialTokenCount)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(SpecialNames[id]));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
