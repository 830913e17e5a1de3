namespace ELearning.Content;

/// <summary>What a courseware must look like before it is frozen; the first fault answers.</summary>
internal static class CoursewareChecks
{
    private const int LongestTitle = 200;
    private const int LongestSummary = 4000;
    private const int LongestKey = 64;
    private const int LargestChapterCount = 200;

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
