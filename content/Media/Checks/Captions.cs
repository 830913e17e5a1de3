using System.Text;
using System.Text.RegularExpressions;

namespace ELearning.Content;

/// <summary>Checks of WebVTT and SubRip captions: plain text in UTF-8, cues in the order of their starts, no markup but that of captions.</summary>
internal static class Captions
{
    /// <summary>The longest file of captions, in bytes: a day of dense speech is about two megabytes.</summary>
    public const int LongestBytes = 5 << 20;

    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private static readonly Regex Timing = new(
        @"^(?:(\d{1,4}):)?([0-5]\d):([0-5]\d)[.,](\d{1,3})[ \t]+-->[ \t]+(?:(\d{1,4}):)?([0-5]\d):([0-5]\d)[.,](\d{1,3})(?:[ \t].*)?$",
        Linear
    );
    private static readonly Regex SrtStart = new(@"^\s*\d{1,9}[ \t]*\r?\n[ \t]*\d{1,4}:[0-5]\d:[0-5]\d[.,]\d{1,3}[ \t]+-->", Linear);
    private static readonly Regex MarkupStart = new(@"<[A-Za-z/!?]", Linear);
    private static readonly Regex CaptionTag = new(
        @"^<(?:/?(?:c|i|b|u|v|lang|ruby|rt)(?:\.[^\s<>]*)?(?:[ \t][^<>]*)?|font color=[""']?[#\w]{1,30}[""']?|/font)>",
        Linear | RegexOptions.IgnoreCase
    );
    private static readonly Regex ForeignStyle = new(@"url\s*\(|@import|<", Linear | RegexOptions.IgnoreCase);

    /// <summary>Whether a text starts with a numbered cue.</summary>
    public static bool BeginAsSrt(string text) => SrtStart.IsMatch(text);

    /// <exception cref="ContentError">MediaRefused, by the rules CAPTIONS and ACTIVE_CONTENT.</exception>
    public static void Check(ReadOnlySpan<byte> bytes)
    {
        var lines = Text(bytes).ReplaceLineEndings("\n").Split('\n');
        var cues = 0;
        var lastStart = TimeSpan.Zero;
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith("STYLE", StringComparison.Ordinal))
            {
                for (; at < lines.Length && lines[at].Length > 0; at++)
                {
                    if (ForeignStyle.IsMatch(lines[at]))
                        throw MediaRefusal.Of(MediaRule.ActiveContent, MediaFault.CaptionsMarkup, at + 1);
                }
                continue;
            }
            MarkupIsOfCaptions(lines[at], at + 1);
            if (!lines[at].Contains("-->", StringComparison.Ordinal))
                continue;
            var (start, end) = Times(lines[at].Trim()) ?? throw MediaRefusal.Of(MediaRule.Captions, MediaFault.CaptionsMalformed, at + 1);
            if (start < lastStart || end <= start)
                throw MediaRefusal.Of(MediaRule.Captions, MediaFault.CaptionsReversed, at + 1);
            lastStart = start;
            cues++;
        }
        if (cues == 0)
            throw MediaRefusal.Of(MediaRule.Captions, MediaFault.CaptionsEmpty);
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestBytes)
            throw MediaRefusal.Of(MediaRule.Captions, MediaFault.CaptionsTooLong, LongestBytes);
        try
        {
            var text = Strict.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
            if (!text.Any(letter => char.IsControl(letter) && letter is not ('\t' or '\r' or '\n')))
                return text;
        }
        catch (DecoderFallbackException) { }
        throw MediaRefusal.Of(MediaRule.Captions, MediaFault.CaptionsNotText);
    }

    /// <summary>Refuses markup that is not of captions: <c>a &lt; b</c> is text; <c>&lt;script&gt;</c> is neither text nor a caption's tag.</summary>
    private static void MarkupIsOfCaptions(string line, int number)
    {
        foreach (var start in MarkupStart.EnumerateMatches(line))
        {
            if (!CaptionTag.IsMatch(line.AsSpan(start.Index)))
                throw MediaRefusal.Of(MediaRule.ActiveContent, MediaFault.CaptionsMarkup, number);
        }
    }

    private static (TimeSpan Start, TimeSpan End)? Times(string line)
    {
        var match = Timing.Match(line);
        return match.Success ? (At(1), At(5)) : null;

        TimeSpan At(int first) => new(0, Number(first), Number(first + 1), Number(first + 2), Number(first + 3, 3));
        int Number(int group, int digits = 0) =>
            match.Groups[group] is { Success: true } found
                ? int.Parse(found.Value.PadRight(digits, '0'), System.Globalization.CultureInfo.InvariantCulture)
                : 0;
    }
}
