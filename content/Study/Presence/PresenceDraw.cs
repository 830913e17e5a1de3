using System.Security.Cryptography;

namespace ELearning.Content;

/// <summary>The chance in presence checks, at one place: a test that must know the moment or the question registers a draw of its own.</summary>
/// <param name="Next">How much counted time passes until the next check, given how much should pass on average.</param>
/// <param name="Below">A whole number from 0 up to, not including, the given one: which question, and the order of its choices.</param>
public sealed record PresenceDraw(Func<TimeSpan, TimeSpan> Next, Func<int, int> Below)
{
    /// <summary>
    /// Nobody can foresee it: after a tenth of the mean, in which a check would only repeat the one before, each moment is as likely as any other, and after
    /// three times the mean one is certain. The scale makes up for that bound, so that the mean stays the mean.
    /// </summary>
    public static PresenceDraw Unforeseeable { get; } = new(Exponential, RandomNumberGenerator.GetInt32);

    internal const double Least = 0.1;
    internal const double Most = 3;

    // Solves scale * (1 - exp(-(Most - Least) / scale)) = 1 - Least.
    private const double Scale = 0.943665;

    private static TimeSpan Exponential(TimeSpan mean)
    {
        var chance = (RandomNumberGenerator.GetInt32(int.MaxValue) + 1.0) / int.MaxValue;
        return mean * Math.Min(Most, Least - Scale * Math.Log(chance));
    }
}
