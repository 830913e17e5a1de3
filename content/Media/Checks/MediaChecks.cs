using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>Everything a file must pass before it is stored, one rule a method, in the order of <see cref="MediaRule"/>; the first failure answers.</summary>
internal sealed class MediaChecks(Ffprobe ffprobe, IOptions<StorageOptions> storage)
{
    /// <summary>Longer than any lesson: what says so is wrong.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <exception cref="ContentError">MediaRefused: the name of the rule, then the <see cref="MediaFault"/> and its facts.</exception>
    public async Task<CheckedMedia> CheckAsync(MediaUnderCheck file, CancellationToken cancellationToken)
    {
        var name = MediaNames.Of(file.Claim.Name);
        HasBytes(file);
        LengthIsAsSaid(file);
        HashIsAsSaid(file);
        var type = await TypeIsAsSaidAsync(file, cancellationToken);
        var media = new CheckedMedia(MediaNames.Ending(name, type), type.ContentType, file.Hash, file.ByteLength);
        file.Content.Position = 0;
        if (type == MediaType.WebVtt || type == MediaType.Srt) return await CaptionsAreCaptionsAsync(media, file, cancellationToken);
        if (type == MediaType.Mp4 || type == MediaType.M4a) return media with { DurationMilliseconds = MediaProbe.DurationOf(file.Content) ?? throw MediaRefusal.Of(MediaRule.Duration, MediaFault.NoDuration) };
        if (Demuxer(type) is { } demuxer) return await DurationIsProbedAsync(media, file, demuxer, cancellationToken);
        return media;
    }

    private static void HasBytes(MediaUnderCheck file)
    {
        if (file.ByteLength == 0) throw MediaRefusal.Of(MediaRule.Empty, MediaFault.NoBytes);
    }

    private static void LengthIsAsSaid(MediaUnderCheck file)
    {
        if (file.Claim.ByteLength is { } said && said != file.ByteLength) throw MediaRefusal.Of(MediaRule.Length, MediaFault.LengthDiffers, file.ByteLength, said);
    }

    private static void HashIsAsSaid(MediaUnderCheck file)
    {
        if (file.Claim.Hash is { } said && !said.Trim().Equals(file.Hash, StringComparison.OrdinalIgnoreCase)) throw MediaRefusal.Of(MediaRule.Hash, MediaFault.HashDiffers, file.Hash);
    }

    private static async Task<MediaType> TypeIsAsSaidAsync(MediaUnderCheck file, CancellationToken cancellationToken)
    {
        var head = new byte[MediaSignature.Length];
        file.Content.Position = 0;
        var read = await file.Content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var said = file.Claim.ContentType.Trim();
        var unsaid = said.Length == 0 || said.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase);
        var claimed = unsaid ? null : MediaType.Of(said) ?? throw MediaRefusal.Of(MediaRule.Type, MediaFault.TypeNotStored, said);
        var found = MediaSignature.Of(head.AsSpan(0, read)) ?? throw MediaRefusal.Of(MediaRule.Type, MediaFault.TypeUnknown);
        if (claimed?.Agrees(found) == false) throw MediaRefusal.Of(MediaRule.Type, MediaFault.TypeDiffers, found.ContentType, claimed.ContentType);
        return claimed ?? found;
    }

    private static async Task<CheckedMedia> CaptionsAreCaptionsAsync(CheckedMedia media, MediaUnderCheck file, CancellationToken cancellationToken)
    {
        // One byte more than allowed tells that it is too long.
        var bytes = new byte[Math.Min(file.ByteLength, Captions.LongestBytes + 1)];
        await file.Content.ReadExactlyAsync(bytes, cancellationToken);
        Captions.Check(bytes);
        return media;
    }

    private async Task<CheckedMedia> DurationIsProbedAsync(CheckedMedia media, MediaUnderCheck file, string demuxer, CancellationToken cancellationToken)
    {
        await using var copy = await MediaFile.OfAsync(file, Path.Combine(storage.Value.DataDirectory, "staging"), cancellationToken);
        var probed = await ffprobe.ProbeAsync(copy.Path, demuxer, cancellationToken);
        if (probed is null || Played(media, probed) is not { } duration || duration <= TimeSpan.Zero || duration > Longest) throw MediaRefusal.Of(MediaRule.Duration, MediaFault.NoDuration);
        return media with
        {
            ContentType = demuxer == "matroska" ? (probed.Width is null ? MediaType.WebMSound : MediaType.WebM).ContentType : media.ContentType,
            DurationMilliseconds = (long)Math.Round(duration.TotalMilliseconds),
            Width = probed.Width,
            Height = probed.Height,
        };
    }

    /// <summary>The frames of MP3 are counted, as its header may be missing or wrong: each plays 1152 samples, half of that at low sample rates.</summary>
    private static TimeSpan? Played(CheckedMedia media, ProbedMedia probed) =>
        media.ContentType != MediaType.Mp3.ContentType ? probed.Duration
        : probed is { Packets: { } packets, SampleRate: > 0 and var rate } ? TimeSpan.FromSeconds((double)packets * (rate < 32_000 ? 576 : 1152) / rate)
        : null;

    private static string? Demuxer(MediaType type) => type == MediaType.Mp3 ? "mp3" : type == MediaType.Wav ? "wav" : MediaType.WebM.Agrees(type) ? "matroska" : null;
}
