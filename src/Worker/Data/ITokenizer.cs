namespace FedK8s.Worker.Data;

/// <summary>Turns text into token ids. Safe to use from several threads.</summary>
internal interface ITokenizer
{
    /// <summary>Ids are 0 to below this; the model's embedding has at least as many rows.</summary>
    int VocabularySize { get; }

    /// <summary>Fills a batch's shorter rows; its targets do not count.</summary>
    int PaddingId { get; }

    /// <summary>Ends every example.</summary>
    int EndId { get; }

    /// <summary>The ids of a text, without any special token; empty for an empty text.</summary>
    int[] Encode(string text);

    /// <summary>A text's ids between the special tokens of an input to classify; at least one id.</summary>
    int[] Frame(int[] ids);
}
