using ELearning.Content;
using Microsoft.Extensions.Options;

namespace ELearning.Tests;

/// <summary>Presence checks under a test's control: when they come, and what is right.</summary>
internal static class Presence
{
    public static PresenceDraw Never { get; } = PresenceDraw.Unforeseeable with { Next = _ => TimeSpan.FromDays(10_000) };

    /// <summary>The first draw of the member's life and all later ones, in counted seconds since the last check; then never again.</summary>
    public static PresenceDraw After(params double[] seconds)
    {
        var drawn = 0;
        return PresenceDraw.Unforeseeable with { Next = _ => drawn < seconds.Length ? TimeSpan.FromSeconds(seconds[drawn++]) : TimeSpan.FromDays(10_000) };
    }

    public static PresenceDraw Every(double seconds) => PresenceDraw.Unforeseeable with { Next = _ => TimeSpan.FromSeconds(seconds) };

    public static PresenceAnswer Right(PresenceCheck check) => new(check.Id, QuestionBank.All.Single(question => question.Prompt == check.Prompt).Answer);

    public static PresenceAnswer Wrong(PresenceCheck check) => new(check.Id, check.Choices.First(choice => choice != Right(check).Answer));

    public static Proctor Proctor(PresenceDraw draw, byte key = 1) => new(draw, new PolicyLibrary(Options.Create(new PoliciesOptions())),
        Options.Create(new SecretsOptions { Presence = Convert.ToBase64String(Enumerable.Repeat(key, 32).ToArray()) }));
}
