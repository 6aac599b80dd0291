namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>Two tokens that become one where they stand side by side.</summary>
/// <param name="Left">The first one's id.</param>
/// <param name="Right">The second one's id.</param>
/// <param name="Joined">The id of what they become.</param>
internal readonly record struct MergeRule(int Left, int Right, int Joined);
