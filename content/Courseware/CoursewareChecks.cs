using System.Globalization;
using System.Text.RegularExpressions;

namespace ELearning.Content;

/// <summary>
/// The checks of what a courseware says; the first fault is thrown. Lengths are counted in what a reader takes for a letter, whatever the language.
/// </summary>
internal static partial class CoursewareChecks
{
    private const int LongestTitle = 200;
    private const int LongestSummary = 4000;
    private const int LongestKey = 64;
    private const int LargestChapterCount = 200;
    private const int LargestTrackCount = 10;
    private const int LargestTeacherCount = 50;
    private const int LargestQuestionCount = 100;
    private const int LargestChoiceCount = 6;

    /// <summary>The content types of captions: WebVTT and SRT.</summary>
    private static readonly string[] CaptionTypes = ["text/vtt", "application/x-subrip"];

    /// <summary>Checks content that is to be published.</summary>
    public static void Check(CoursewareContent content)
    {
        Limits(content);
        if (content.Chapters.Count == 0)
            throw ContentError.Invalid("chapters", InputFault.Required);
    }

    /// <summary>Checks content that is to be saved as a draft, be it far from complete.</summary>
    public static void Limits(CoursewareContent content)
    {
        Key(content.Id, "id");
        Text(content.Title, "title", LongestTitle);
        if (IsLonger(content.Summary, LongestSummary))
            throw ContentError.Invalid("summary", InputFault.TooLong, LongestSummary);
        Count(content.TeacherIds, "teacherIds", LargestTeacherCount);
        Count(content.Chapters, "chapters", LargestChapterCount);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < content.Chapters.Count; i++)
        {
            Key(content.Chapters[i].Key, $"chapters[{i}].key");
            Text(content.Chapters[i].Title, $"chapters[{i}].title", LongestTitle);
            if (!keys.Add(content.Chapters[i].Key))
                throw ContentError.Invalid($"chapters[{i}].key", InputFault.Duplicate);
            Tracks(content.Chapters[i].Captions, $"chapters[{i}].captions");
        }
        Count(content.Questions, "questions", LargestQuestionCount);
        for (var i = 0; i < content.Questions.Count; i++)
            Ask(content.Questions[i], $"questions[{i}]");
    }

    /// <summary>
    /// Checks the files that the content names: chapters play films, sound, documents or packages, posters are images, captions WebVTT or SRT; and all of them
    /// belongs to the organisation that keeps the courseware, to one above it or to one below it.
    /// </summary>
    /// <param name="lineage">The organisation that keeps the courseware, with all above it.</param>
    /// <param name="lineages">The organisations that keep the assets, each with all above it, by id.</param>
    public static void Media(
        CoursewareContent content,
        IReadOnlyList<string> lineage,
        IReadOnlyDictionary<string, MediaAsset> assets,
        IReadOnlyDictionary<string, IReadOnlyList<string>> lineages
    )
    {
        for (var i = 0; i < content.Chapters.Count; i++)
        {
            Asset(content.Chapters[i].MediaId, $"chapters[{i}].mediaId", type => !IsImage(type) && !CaptionTypes.Contains(type));
            for (var j = 0; j < content.Chapters[i].Captions.Count; j++)
                Asset(content.Chapters[i].Captions[j].MediaId, $"chapters[{i}].captions[{j}].mediaId", CaptionTypes.Contains);
        }
        if (content.PosterId is { } poster)
            Asset(poster, "posterId", IsImage);

        void Asset(string id, string field, Func<string, bool> isOfType)
        {
            if (!assets.TryGetValue(id, out var asset))
                throw ContentError.Invalid(field, InputFault.Unknown);
            if (
                !lineage.Contains(asset.OrganisationId)
                && !(lineages.TryGetValue(asset.OrganisationId, out var above) && above.Contains(content.OrganisationId))
            )
                throw ContentError.Invalid(field, InputFault.NotAllowed);
            if (!isOfType(asset.ContentType))
                throw ContentError.Invalid(field, InputFault.NotAllowed);
        }
    }

    private static bool IsImage(string contentType) => contentType.StartsWith("image/", StringComparison.Ordinal);

    private static void Tracks(IReadOnlyList<CaptionTrack> tracks, string path)
    {
        Count(tracks, path, LargestTrackCount);
        for (var i = 0; i < tracks.Count; i++)
        {
            if (!LanguageTag().IsMatch(tracks[i].Language))
                throw ContentError.Invalid($"{path}[{i}].language", InputFault.Malformed);
            if (tracks.Take(i).Any(track => track.Language.Equals(tracks[i].Language, StringComparison.OrdinalIgnoreCase)))
                throw ContentError.Invalid($"{path}[{i}].language", InputFault.Duplicate);
        }
    }

    private static void Ask(Question question, string path)
    {
        Text(question.Prompt, $"{path}.prompt", Question.LongestPrompt);
        if (question.Choices.Count < 2)
            throw ContentError.Invalid($"{path}.choices", InputFault.TooShort, 2);
        Count(question.Choices, $"{path}.choices", LargestChoiceCount);
        for (var i = 0; i < question.Choices.Count; i++)
        {
            Text(question.Choices[i], $"{path}.choices[{i}]", Question.LongestChoice);
            if (question.Choices.Take(i).Contains(question.Choices[i]))
                throw ContentError.Invalid($"{path}.choices[{i}]", InputFault.Duplicate);
        }
        if (!question.Choices.Contains(question.Answer))
            throw ContentError.Invalid($"{path}.answer", InputFault.Unknown);
    }

    private static void Key(string value, string field)
    {
        if (value.Length == 0)
            throw ContentError.Invalid(field, InputFault.Required);
        if (value.Length > LongestKey)
            throw ContentError.Invalid(field, InputFault.TooLong, LongestKey);
        if (!value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            throw ContentError.Invalid(field, InputFault.Malformed);
    }

    private static void Text(string value, string field, int longest)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw ContentError.Invalid(field, InputFault.Required);
        if (IsLonger(value, longest))
            throw ContentError.Invalid(field, InputFault.TooLong, longest);
    }

    private static void Count<T>(IReadOnlyList<T> items, string field, int most)
    {
        if (items.Count > most)
            throw ContentError.Invalid(field, InputFault.TooLong, most);
    }

    /// <summary>A letter may be several UTF-16 units, but not any number of them.</summary>
    private static bool IsLonger(string text, int longest) =>
        text.Length > longest && (text.Length > longest * 4 || new StringInfo(text).LengthInTextElements > longest);

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z")]
    private static partial Regex LanguageTag();
}
