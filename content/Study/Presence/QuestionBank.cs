using System.Text.Json;

namespace ELearning.Content;

/// <summary>
/// Questions for courseware that has none of its own: common knowledge of the policy's subjects, which any member present answers in a moment.
/// </summary>
internal static class QuestionBank
{
    public static IReadOnlyList<Question> All { get; } = Read();

    private static IReadOnlyList<Question> Read()
    {
        using var stream =
            typeof(QuestionBank).Assembly.GetManifestResourceStream("ELearning.Content.Study.Presence.questions.json")
            ?? throw new FileNotFoundException("The presence checks need content/Study/Presence/questions.json.");
        return JsonSerializer.Deserialize<IReadOnlyList<Question>>(stream, JsonSerializerOptions.Web)!;
    }
}
