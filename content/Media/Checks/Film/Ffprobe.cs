using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using FFMpegCore;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>What <c>ffprobe</c> says of a file.</summary>
/// <param name="Packets">The packets of the first sound track, counted to the end of the file; of MP3 only.</param>
internal sealed record ProbedMedia(TimeSpan Duration, int? Width, int? Height, int? SampleRate, long? Packets)
{
    /// <summary>
    /// The length of MP3 by its counted frames, as its header may be missing or wrong: a frame plays 1152 samples, or half of that at low sample rates. Zero
    /// where there are none.
    /// </summary>
    public TimeSpan CountedAsMp3 =>
        Packets is { } packets && SampleRate is > 0 and var rate ? TimeSpan.FromSeconds((double)packets * (rate < 32_000 ? 576 : 1152) / rate) : TimeSpan.Zero;
}

/// <summary>
/// Runs <c>ffprobe</c> as a process that may do little: read this one file as this one format, for so long, and answer so much. A playlist or script that it
/// might otherwise follow is not opened, whatever the file says.
/// </summary>
internal sealed class Ffprobe(IOptions<MediaOptions> options, TimeProvider time)
{
    private const int LongestAnswer = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Program = OperatingSystem.IsWindows() ? "ffprobe.exe" : "ffprobe";

    /// <summary>Where the program lies; null where there is none. Looked up at each call, so that it is found once it is installed.</summary>
    private string? Path =>
        options.Value.FfprobePath is { Length: > 0 } configured
            ? new[] { configured, System.IO.Path.Combine(configured, Program) }.FirstOrDefault(File.Exists)
            : (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => System.IO.Path.Combine(folder, Program))
                .FirstOrDefault(File.Exists);

    /// <param name="format">The demuxer's name: <c>mp3</c>, <c>wav</c>, <c>matroska</c>.</param>
    /// <exception cref="ContentError">MediaRefused: it is not installed.</exception>
    /// <returns>Null when it cannot make sense of the file, or takes too long over it.</returns>
    public async Task<ProbedMedia?> ProbeAsync(string file, string format, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            Path ?? throw Missing(),
            [
                "-v",
                "quiet",
                "-max_alloc",
                "268435456",
                "-protocol_whitelist",
                "file",
                "-f",
                format,
                .. (format == "mp3" ? ["-count_packets"] : Array.Empty<string>()),
                "-show_format",
                "-show_streams",
                "-sexagesimal",
                "-print_format",
                "json",
                "-i",
                "file:" + file,
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Start(start);
        using var timer = new CancellationTokenSource(Patience, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null, patience.Token);
            var answer = await AnswerAsync(process.StandardOutput.BaseStream, patience.Token);
            if (answer is null)
                return null;
            await errors;
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0 ? Read(answer) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw Missing();
        }
    }

    private static ContentError Missing() => MediaRefusal.Of(MediaRule.Duration, MediaFault.FfprobeMissing, "Media:FfprobePath");

    private static async Task<string?> AnswerAsync(Stream output, CancellationToken cancellationToken)
    {
        var answer = new byte[LongestAnswer];
        var length = await output.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellationToken);
        return length < answer.Length ? System.Text.Encoding.UTF8.GetString(answer, 0, length) : null;
    }

    private static ProbedMedia? Read(string answer)
    {
        try
        {
            var media = FFProbe.FromJson(answer);
            if (media.PrimaryAudioStream is null && media.PrimaryVideoStream is null)
                return null;
            return new(
                media.Duration,
                media.PrimaryVideoStream?.Width,
                media.PrimaryVideoStream?.Height,
                media.PrimaryAudioStream?.SampleRateHz,
                Packets(answer)
            );
        }
        catch (Exception unreadable)
            when (unreadable
                    is JsonException
                        or FormatException
                        or OverflowException
                        or ArgumentException
                        or InvalidOperationException
                        or NullReferenceException
            )
        {
            return null;
        }
    }

    /// <summary>The packets of the first sound track, which the library does not read.</summary>
    private static long? Packets(string answer)
    {
        using var document = JsonDocument.Parse(answer);
        return document
            .RootElement.GetProperty("streams")
            .EnumerateArray()
            .Where(stream => stream.TryGetProperty("codec_type", out var kind) && kind.GetString() == "audio")
            .Select(stream =>
                stream.TryGetProperty("nb_read_packets", out var packets) && long.TryParse(packets.GetString(), out var count) ? count : (long?)null
            )
            .FirstOrDefault();
    }
}
