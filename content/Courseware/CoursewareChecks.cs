namespace ELearning.Content;

/// <summary>What a courseware must look like before it is frozen; the first fault answers.</summary>
internal static class CoursewareChecks
{
    private const int LongestTitle = 200;
    private const int LongestSummary = 4000;
    private const int LongestKey = 64;
    private const int LargestChapterCount = 200;
    private const int LargestQuestionCount = 100;
    private const int LargestChoiceCount = 6;

    public static void Check(NewCourseware input)
    {
        Key(input.Id, "id");
        Text(input.Title, "title", LongestTitle);
        if (input.Summary.Length > LongestSummary) throw ContentError.Invalid("summary", InputFault.TooLong, LongestSummary);
        if (input.Chapters.Count == 0) throw ContentError.Invalid("chapters", InputFault.Required);
        if (input.Chapters.Count > LargestChapterCount) throw ContentError.Invalid("chapters", InputFault.TooLong, LargestChapterCount);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < input.Chapters.Count; i++)
        {
            Key(input.Chapters[i].Key, $"chapters[{i}].key");
            Text(input.Chapters[i].Title, $"chapters[{i}].title", LongestTitle);
            if (!keys.Add(input.Chapters[i].Key)) throw ContentError.Invalid($"chapters[{i}].key", InputFault.Duplicate);
        }
        if (input.Questions.Count > LargestQuestionCount) throw ContentError.Invalid("questions", InputFault.TooLong, LargestQuestionCount);
        for (var i = 0; i < input.Questions.Count; i++) Ask(input.Questions[i], $"questions[{i}]");
    }

    private static void Ask(Question question, string path)
    {
        Text(question.Prompt, $"{path}.prompt", Question.LongestPrompt);
        if (question.Choices.Count < 2) throw ContentError.Invalid($"{path}.choices", InputFault.TooShort, 2);
        if (question.Choices.Count > LargestChoiceCount) throw ContentError.Invalid($"{path}.choices", InputFault.TooLong, LargestChoiceCount);
        for (var i = 0; i < question.Choices.Count; i++)
        {
            Text(question.Choices[i], $"{path}.choices[{i}]", Question.LongestChoice);
            if (question.Choices.Take(i).Contains(question.Choices[i])) throw ContentError.Invalid($"{path}.choices[{i}]", InputFault.Duplicate);
        }
        if (!question.Choices.Contains(question.Answer)) throw ContentError.Invalid($"{path}.answer", InputFault.Unknown);
    }

    private static void Key(string value, string field)
    {
        if (value.Length == 0) throw ContentError.Invalid(field, InputFault.Required);
        if (value.Length > LongestKey) throw ContentError.Invalid(field, InputFault.TooLong, LongestKey);
        if (!value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')) throw ContentError.Invalid(field, InputFault.Malformed);
    }

    private static void Text(string value, string field, int longest)
    {
        if (string.IsNullOrWhiteSpace(value)) throw ContentError.Invalid(field, InputFault.Required);
        if (value.Length > longest) throw ContentError.Invalid(field, InputFault.TooLong, longest);
    }
}
