using System.Text.Json;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;

namespace FedK8s.Contracts.Tests;

/// <summary>What stands in the store and travels on the bus is plain JSON that other programs can read.</summary>
public sealed class JsonTests
{
    [Fact]
    public void An_identity_is_the_bare_string_that_it_wraps() =>
        Assert.Equal("\"site-a\"", Write(new ClientId("site-a")));

    [Fact]
    public void A_round_is_a_plain_number() => Assert.Equal("7", Write(new RoundNumber(7)));

    [Fact]
    public void An_identity_can_be_a_key() =>
        Assert.Equal(3, Read<Dictionary<ClientId, int>>("""{"site-a": 3}""")[new("site-a")]);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("7")]
    public void What_is_no_name_is_not_read_as_an_identity(string json) =>
        Assert.ThrowsAny<Exception>(() => Read<ClientId>(json));

    [Fact]
    public void An_event_survives_the_wire()
    {
        var update = new UpdateSubmitted(
            new("run-1"), new(3), new("site-a"), 2, new(new("rounds/000003/manifest.json"), 12, new string('a', 64)));

        Assert.Equal(update, Read<UpdateSubmitted>(Write(update)));
    }

    [Fact]
    public void Enums_are_words_and_nulls_are_left_out()
    {
        var json = Write(new RunFinished(new("run-1"), RunPhase.Complete, new(20), null, null));

        Assert.Equal(
            """
            {
              "runId": "run-1",
              "phase": "Complete",
              "round": 20
            }
            """,
            json);
    }

    [Fact]
    public void A_numbers_fraction_survives_whatever_the_culture()
    {
        var training = new LocalTrainingSpec { LearningRate = 5e-5 };

        Assert.Equal(5e-5, Read<LocalTrainingSpec>(Write(training)).LearningRate);
    }

    [Fact]
    public void A_manifest_without_a_required_field_is_not_read() =>
        Assert.Throws<JsonException>(() => Read<CheckpointManifest>("""{"format": "fedk8s.io/checkpoint/v1"}"""));

    [Theory]
    [InlineData("""{"path": "a", "length": 1, "sha256": null}""")]
    [InlineData("""{"path": null, "length": 1, "sha256": "b"}""")]
    [InlineData("""{"path": "a", "length": 1}""")]
    [InlineData("""{"length": 1, "sha256": "b"}""")]
    public void A_reference_with_a_null_or_a_gap_is_not_read(string json) =>
        Assert.Throws<JsonException>(() => Read<BlobReference>(json));

    [Fact]
    public void A_list_that_is_null_is_not_read() =>
        Assert.Throws<JsonException>(() => Read<TensorDescription>("""{"name": "a", "type": "F32", "shape": null}"""));

    [Fact]
    public void A_number_in_place_of_a_word_is_not_read() => Assert.Throws<JsonException>(() => Read<RunPhase>("7"));

    [Fact]
    public void An_event_survives_without_what_it_may_leave_out()
    {
        var failed = new ClientFailed(new("run-1"), null, "FK3001", "row 7");

        Assert.Equal(failed, Read<ClientFailed>(Write(failed)));
    }

    [Fact]
    public void The_same_value_gives_the_same_bytes() =>
        Assert.Equal(Write(new LocalTrainingSpec()), Write(new LocalTrainingSpec()));

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, ContractJson.Options);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, ContractJson.Options)!;
}
