using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;

namespace ELearning.Content;

/// <summary>A question about the courseware: a presence check asks it of whoever studies, or a test. Members never see <see cref="Answer"/>.</summary>
/// <param name="Prompt">At most <see cref="LongestPrompt"/> characters.</param>
/// <param name="Choices">2 to 6 different texts of at most <see cref="LongestChoice"/> characters.</param>
/// <param name="Answer">The right one of the choices.</param>
public sealed record Question(string Prompt, IReadOnlyList<string> Choices, string Answer)
{
    public QuestionPurpose Purpose { get; init; }

    internal const int LongestPrompt = 120;
    internal const int LongestChoice = 40;

    /// <summary>Names the question by its prompt: 8 hex digits.</summary>
    internal string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Prompt)).AsSpan(0, 4));

    /// <summary>About how many bytes the question takes in a document.</summary>
    internal int Size =>
        Encoding.UTF8.GetByteCount(Prompt) + Encoding.UTF8.GetByteCount(Answer) + Choices.Sum(choice => Encoding.UTF8.GetByteCount(choice) + 8) + 40;
}

[Description("What a question is for.")]
public enum QuestionPurpose
{
    [Description("Presence checks: whoever follows the courseware answers it in a moment. 「在场验证」")]
    Presence,

    [Description("Tests: what was learnt. 「测验」")]
    Test,
}
