using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// Why seconds did not count and what to do about it, in words for the learner and in the language of the request, out of <c>RefusalTexts.json</c>: a text for
/// each <see cref="RefusalReason"/>, with the seconds in place 0.
/// </summary>
internal static class RefusalTexts
{
    private static readonly BilingualTexts Texts = BilingualTexts.Read(typeof(RefusalTexts), nameof(RefusalTexts));

    public static string Explain(Refusal refusal) => Texts.Format(refusal.Reason.ToString(), refusal.Seconds);
}
