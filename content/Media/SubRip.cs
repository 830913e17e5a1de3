using System.Text;
using System.Text.RegularExpressions;

namespace ELearning.Content;

/// <summary>Turns SubRip captions into WebVTT, which is nearly the same and the only form a browser's <c>track</c> takes.</summary>
internal static partial class SubRip
{
    /// <summary>
    /// Writes the cues as WebVTT: numbers, positions and unknown marks are left out, bold, italic and underline stay, and what has a meaning in WebVTT is
    /// escaped.
    /// </summary>
    public static byte[] ToWebVtt(string subRip)
    {
        var vtt = new StringBuilder("WEBVTT\n");
        var inCue = false;
        foreach (var line in subRip.ReplaceLineEndings("\n").Split('\n'))
        {
            if (Timing().Match(line) is { Success: true } timing)
            {
                vtt.Append('\n').Append(Instant(timing, 1)).Append(" --> ").Append(Instant(timing, 5)).Append('\n');
                inCue = true;
            }
            else if (line.AsSpan().Trim().IsEmpty)
            {
                inCue = false; // what follows, up to the next timing, is that cue's number
            }
            else if (inCue)
            {
                vtt.Append(Text(line)).Append('\n');
            }
        }
        return Encoding.UTF8.GetBytes(vtt.ToString());
    }

    private static string Instant(Match timing, int group)
    {
        var (hours, minutes, seconds, fraction) = (Part(0), Part(1), Part(2), Part(3));
        return $"{hours.PadLeft(2, '0')}:{minutes}:{seconds}.{fraction.PadRight(3, '0')}";

        string Part(int number) => timing.Groups[group + number].Value;
    }

    private static string Text(string line) =>
        KeptMark()
            .Replace(
                OtherMark()
                    .Replace(line, "")
                    .Replace("&", "&amp;", StringComparison.Ordinal)
                    .Replace("<", "&lt;", StringComparison.Ordinal)
                    .Replace(">", "&gt;", StringComparison.Ordinal),
                "<$1>"
            );

    [GeneratedRegex(@"^\s*(?:(\d{1,4}):)?(\d\d):(\d\d)[,.](\d{1,3})\s*-->\s*(?:(\d{1,4}):)?(\d\d):(\d\d)[,.](\d{1,3})(\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Timing();

    [GeneratedRegex(@"</?font\b[^>]*>|\{\\[^}]*\}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OtherMark();

    [GeneratedRegex("&lt;(/?[biu])&gt;", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex KeptMark();
}
