using ELearning.Content;
using Microsoft.Extensions.Options;

namespace ELearning.Tests.Study;

/// <summary>Presence checks under a test's control: when they come, and what is right.</summary>
internal static class Presence
{
    private static readonly PolicyLibrary Policies = new(Options.Create(new PoliciesOptions()));

    public static PresenceDraw Never { get; } = PresenceDraw.Unforeseeable with { Next = _ => TimeSpan.FromDays(10_000) };

    /// <summary>The first draw of the member's life and all later ones, in counted seconds since the last check; then never again.</summary>
    public static PresenceDraw After(params double[] seconds)
    {
        var drawn = 0;
        return PresenceDraw.Unforeseeable with { Next = _ => drawn < seconds.Length ? TimeSpan.FromSeconds(seconds[drawn++]) : TimeSpan.FromDays(10_000) };
    }

    public static PresenceDraw Every(double seconds) => PresenceDraw.Unforeseeable with { Next = _ => TimeSpan.FromSeconds(seconds) };

    /// <summary>As the product draws, but the same in every run.</summary>
    public static PresenceDraw Seeded(int seed)
    {
        var random = new Random(seed);
        return new(mean => mean * Math.Min(PresenceDraw.Most, PresenceDraw.Least - (0.943665 * Math.Log(1 - random.NextDouble()))), random.Next);
    }

    public static PresenceAnswer Right(PresenceCheck check) =>
        new(check.Id, QuestionBank.All.Concat(Own(20)).Single(question => question.Prompt == check.Prompt).Answer);

    /// <summary>Questions of a courseware's own.</summary>
    public static IReadOnlyList<Question> Own(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new Question($"本章第{i}节讲的是谁？", ["施琅", "俞大猷", "郑成功"], "俞大猷"))];

    public static PresenceAnswer Wrong(PresenceCheck check) => new(check.Id, check.Choices.First(choice => choice != Right(check).Answer));

    public static Proctor Proctor(PresenceDraw draw, byte key = 1) =>
        new(draw, Policies, Options.Create(new SecretsOptions { Presence = Convert.ToBase64String(Enumerable.Repeat(key, 32).ToArray()) }));
}
