using FedK8s.Worker.Data.ChatTemplates;
using FedK8s.Worker.Data.Tokenizers.Templates;

namespace FedK8s.Worker.Data.Tokenizers;

/// <summary>What goes around and between texts; the folder's small files say it.</summary>
/// <param name="Special">Each sign's id.</param>
/// <param name="Template">Around a text to be classified.</param>
/// <param name="StartId">Before a text that a causal model reads; null for nothing.</param>
/// <param name="EndId">After every example.</param>
/// <param name="PaddingId">In shorter rows.</param>
/// <param name="Chat">How conversations are written; null where nothing says it.</param>
internal sealed record TokenizerFormat(
    SpecialTokens Special, SequenceTemplate Template, int? StartId, int EndId, int PaddingId,
    ChatTemplateSource? Chat);
