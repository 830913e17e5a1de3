using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ELearning.Content;

/// <summary>What is said in captions (WebVTT, SRT): without times, settings, notes and markup. Whatever the bytes are, the answer is some text or none.</summary>
internal static partial class CaptionText
{
    /// <summary>More of a file than this is not read: hours of speech.</summary>
    public const int LongestFile = 1 << 20;

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>One text for each line that is shown, in the order of the file.</summary>
    public static IEnumerable<string> Of(byte[] file)
    {
        var times = false;
        var skipped = false;
        var begins = true;
        foreach (var line in Decode(file).ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where((line, i) => i > 0 || line.Length > 0))
        {
            if (line.Length == 0)
            {
                (begins, times, skipped) = (true, false, false);
                continue;
            }
            // A block is a cue when it has a line of times; what stands above that is the cue's name or number.
            skipped |= begins && NoCue().IsMatch(line);
            begins = false;
            if (line.Contains("-->", StringComparison.Ordinal))
                times = true;
            else if (times && !skipped && WebUtility.HtmlDecode(Markup().Replace(line, "")) is { Length: > 0 } said)
                yield return said;
        }
    }

    /// <summary>UTF-8, as WebVTT has to be; UTF-16 where a mark says so; else what subtitles in China are often saved in.</summary>
    private static string Decode(byte[] file)
    {
        if (file is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            return (file[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(file, 2, file.Length - 2);
        var start = file is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        try
        {
            return StrictUtf8.GetString(file, start, Whole(file) - start);
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetString(file);
        }
    }

    /// <summary>The length without a last character that was cut.</summary>
    private static int Whole(byte[] file)
    {
        var length = file.Length;
        while (length > 0 && file.Length - length < 3 && (file[length - 1] & 0xC0) == 0x80) length--;
        return length > 0 && (file[length - 1] & 0xC0) == 0xC0 && file.Length == LongestFile ? length - 1 : file.Length;
    }

    [GeneratedRegex(@"^(WEBVTT|NOTE|STYLE|REGION)(\s|$)")]
    private static partial Regex NoCue();

    /// <summary>Tags, and the positions some editors write into SRT: <c>{\an8}</c>.</summary>
    [GeneratedRegex(@"<[^<>]*>|\{\\[^{}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Markup();
}
