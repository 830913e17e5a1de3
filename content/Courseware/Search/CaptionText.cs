using System.Net;
using System.Text.RegularExpressions;

namespace ELearning.Content;

/// <summary>The words of captions (WebVTT, SRT), without times, settings, notes and markup. No text is refused: what is no captions has no lines.</summary>
internal static partial class CaptionText
{
    /// <summary>The lines that are shown, in the order of the file.</summary>
    public static IEnumerable<string> Of(string captions)
    {
        var (begins, isCue, isShown) = (true, false, false);
        foreach (var line in captions.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()))
        {
            if (line.Length == 0)
            {
                (begins, isShown) = (true, false);
                continue;
            }
            // A block is a cue when it has a line of times; what stands above that is the cue's name or number.
            if (begins)
                isCue = !NoCue().IsMatch(line);
            begins = false;
            if (line.Contains("-->", StringComparison.Ordinal))
                isShown = isCue;
            else if (isShown && WebUtility.HtmlDecode(Markup().Replace(line, "")) is { Length: > 0 } said)
                yield return said;
        }
    }

    [GeneratedRegex(@"^(WEBVTT|NOTE|STYLE|REGION)(\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex NoCue();

    /// <summary>Tags, and the positions some editors write into SRT: <c>{\an8}</c>.</summary>
    [GeneratedRegex(@"<[^<>]*>|\{\\[^{}]*\}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Markup();
}
