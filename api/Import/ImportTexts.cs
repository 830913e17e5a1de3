using ELearning.Content;

namespace ELearning.Api;

/// <summary>What the import says, in the language of the shell (<c>LANG</c>; zh-CN unless it is English), out of <c>ImportTexts.json</c>.</summary>
internal static class ImportTexts
{
    private static readonly BilingualTexts Texts = BilingualTexts.Read(typeof(ImportTexts), nameof(ImportTexts));

    public static string Of(ImportFault fault) => fault.Error is { } error ? Of(error, fault.Facts) : Of(fault.Fault.ToString(), [.. fault.Facts]);

    public static string Of(ImportError error) => Of(error.Fault.ToString(), [.. error.Facts]);

    public static string Of(string key, params object?[] facts) => Texts.Format(key, [.. facts.Select(Word)]);

    internal static bool Has(string key) => Texts.Has(key);

    /// <summary>As the desk or the media checks say it, with the file it is about.</summary>
    private static string Of(ContentError error, IReadOnlyList<object?> facts) =>
        facts is [string file] ? $"{file}: {ErrorTexts.Of(error)}" : ErrorTexts.Of(error);

    private static object? Word(object? fact) => fact is CoursewareState state ? ErrorTexts.Of($"CoursewareState.{state}") : fact;
}
