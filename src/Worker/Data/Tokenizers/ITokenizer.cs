using FedK8s.Worker.Data.ChatTemplates;
using FedK8s.Worker.Data.Tokenizers.Templates;

namespace FedK8s.Worker.Data.Tokenizers;

/// <summary>Turns text into token ids and back. Safe to use from several threads.</summary>
internal interface ITokenizer
{
    /// <summary>Ids are 0 to below this; the model's embedding has at least as many rows.</summary>
    int VocabularySize { get; }

    /// <summary>Fills a batch's shorter rows; its targets do not count.</summary>
    int PaddingId { get; }

    /// <summary>Starts every text that a causal model reads; null where the tokenizer adds no start.</summary>
    int? StartId { get; }

    /// <summary>Ends every example.</summary>
    int EndId { get; }

    /// <summary>The signs of the tokenizer's format, as its files name them.</summary>
    SpecialTokens Special { get; }

    /// <summary>What goes around a text to be classified, such as <c>[CLS]</c> and <c>[SEP]</c>.</summary>
    SequenceTemplate Template { get; }

    /// <summary>How conversations are written for the model; null where its folder does not say.</summary>
    ChatTemplateSource? Chat { get; }

    /// <summary>Whether an id is one that text is made of: in the vocabulary, and no sign of the format.</summary>
    bool IsText(int id);

    /// <summary>
    /// The ids of a text; empty for an empty text. Nothing is put around it, but a special token that the text itself
    /// spells out becomes its id.
    /// </summary>
    int[] Encode(string text);

    /// <summary>The text of ids, for people to read.</summary>
    /// <param name="ids">Those outside the vocabulary are passed over.</param>
    /// <param name="isShowingSpecial">Whether special tokens are written out; otherwise they are left out.</param>
    string Decode(ReadOnlySpan<int> ids, bool isShowingSpecial = false);
}
