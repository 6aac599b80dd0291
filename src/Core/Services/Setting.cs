namespace FedK8s.Core.Services;

/// <summary>A variable of a service's environment, as its help shows it.</summary>
/// <param name="Name">For example <c>FEDK8S_STORE</c>.</param>
/// <param name="Default">What counts where it is not set, in words: <c>required</c>, <c>none</c>, or the value.</param>
/// <param name="Meaning">One sentence: unit, range, example.</param>
public sealed record Setting(string Name, string Default, string Meaning);
