using System.Globalization;
using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// Texts of errors in the language of the request (zh-CN unless English is asked for), out of <c>ErrorTexts.json</c>, one line per code; those of refused
/// requests are the GraphQL server's (<see cref="FaultTexts"/>).
/// Names in the arguments (kinds of things, input faults) are looked up there too.
/// </summary>
internal static class ErrorTexts
{
    private static readonly BilingualTexts Texts = BilingualTexts.Read(typeof(ErrorTexts), nameof(ErrorTexts));

    public static string CodeOf(ContentErrorCode code) => ContentError.NameOf(code);

    public static string Of(ContentError error) => Of(CodeOf(error.Code), [.. error.Arguments]);

    public static string Of(string code, params object?[] arguments) =>
        Find(code) is { } text ? string.Format(CultureInfo.InvariantCulture, text, Filled(arguments)) : code;

    internal static bool Has(string code) => Texts.Has(code) || FaultTexts.Has(code);

    private static string? Find(string key) => Texts.Find(key) ?? FaultTexts.Find(key);

    /// <summary>Formatted for reading, and padded so that a text with more places than arguments is still a text.</summary>
    private static object?[] Filled(object?[] arguments)
    {
        // What is no word of ours is filled first: the text of a finding may name the arguments after it.
        var plain = Padded([.. arguments.Select(Plain)]);
        var filled = Padded(arguments);
        for (var i = 0; i < arguments.Length; i++)
        {
            filled[i] = arguments[i] switch
            {
                Enum value => Texts.Find($"{value.GetType().Name}.{value}") is { } text
                    ? string.Format(CultureInfo.InvariantCulture, text, plain)
                    : value.ToString(),
                string word => Texts.Find($"kind.{word}") ?? word,
                _ => plain[i],
            };
        }

        return filled;
    }

    private static object? Plain(object? argument) =>
        argument switch
        {
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant.ToOffset(SchoolTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            _ => argument,
        };

    private static object?[] Padded(object?[] arguments) => [.. arguments, .. new object?[Math.Max(0, 8 - arguments.Length)]];
}
