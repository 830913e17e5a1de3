using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>The checks a file must pass before it is stored, one rule a method, in the order of <see cref="MediaRule"/>; the first failure answers.</summary>
internal sealed class MediaChecks(Ffprobe ffprobe, IOptions<StorageOptions> storage, TimeProvider time)
{
    private const long MostPixels = 100_000_000;
    private const int MostPages = 20_000;
    private const int Megabyte = 1 << 20,
        LongestPicture = 50,
        LongestPdf = 200;

    /// <summary>The longest film or sound: a file that says more is wrong, for no lesson is as long.</summary>
    private static readonly TimeSpan LongestPlay = TimeSpan.FromHours(24);

    /// <summary>How long the tables of a film may take to read. A day's recording read over a network needs less; what takes longer was made to.</summary>
    private static readonly TimeSpan FilmPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PdfPatience = TimeSpan.FromSeconds(60);

    /// <exception cref="ContentError">MediaRefused: the name of the rule, then the <see cref="MediaFault"/> and its facts.</exception>
    public async Task<CheckedMedia> CheckAsync(MediaUnderCheck file, CancellationToken cancellationToken)
    {
        var name = MediaNames.Of(file.Claim.Name);
        HasBytes(file);
        LengthIsAsSaid(file);
        HashIsAsSaid(file);
        var type = await TypeIsAsSaidAsync(file, cancellationToken);
        var media = new CheckedMedia(name, type.ContentType, file.Hash, file.ByteLength);
        file.Content.Position = 0;
        media = type.Kind switch
        {
            MediaKind.Film => PlaysAsItsSamplesDo(media, file),
            MediaKind.Probed => await PlaysAsFfprobeSaysAsync(media, type, file, cancellationToken),
            MediaKind.Picture => HasASize(media, type, file),
            MediaKind.Document => await HasPagesAndNothingThatActsAsync(media, file, cancellationToken),
            MediaKind.Captions => await AreCaptionsAsync(media, file, cancellationToken),
            MediaKind.Archive => await UnpacksHarmlesslyAsync(media, type, file, cancellationToken),
            _ => throw new InvalidOperationException($"No check for {type.Kind}."),
        };
        return media with { Name = MediaNames.Ending(name, MediaFormat.Of(media.ContentType)!) };
    }

    private static void HasBytes(MediaUnderCheck file)
    {
        if (file.ByteLength == 0)
            throw MediaRefusal.Of(MediaRule.Empty, MediaFault.NoBytes);
    }

    private static void LengthIsAsSaid(MediaUnderCheck file)
    {
        if (file.Claim.ByteLength is { } said && said != file.ByteLength)
            throw MediaRefusal.Of(MediaRule.Length, MediaFault.LengthDiffers, file.ByteLength, said);
    }

    private static void HashIsAsSaid(MediaUnderCheck file)
    {
        if (file.Claim.Hash is { } said && !said.Trim().Equals(file.Hash, StringComparison.OrdinalIgnoreCase))
            throw MediaRefusal.Of(MediaRule.Hash, MediaFault.HashDiffers, file.Hash);
    }

    private static async Task<MediaFormat> TypeIsAsSaidAsync(MediaUnderCheck file, CancellationToken cancellationToken)
    {
        var head = new byte[MediaSignature.Length];
        file.Content.Position = 0;
        var read = await file.Content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var said = file.Claim.ContentType.Trim();
        var unsaid = said.Length == 0 || said.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase);
        var claimed = unsaid
            ? null
            : MediaFormat.Of(said) ?? throw MediaRefusal.Of(MediaRule.Type, MediaFault.TypeNotStored, said[..Math.Min(said.Length, 80)]);
        var found = MediaSignature.Of(head.AsSpan(0, read)) ?? throw MediaRefusal.Of(MediaRule.Type, MediaFault.TypeUnknown);
        if (claimed?.Agrees(found) == false)
            throw MediaRefusal.Of(MediaRule.Type, MediaFault.TypeDiffers, found.ContentType, claimed.ContentType);
        return found;
    }

    /// <summary>Probes an MP4 or M4A by its samples. It is film where it has pictures, otherwise sound: systems name both by the ending of the file.</summary>
    private CheckedMedia PlaysAsItsSamplesDo(CheckedMedia media, MediaUnderCheck file)
    {
        using var patience = new CancellationTokenSource(FilmPatience, time);
        if (FilmProbe.Of(file.Content, patience.Token) is not { } film)
            throw MediaRefusal.Of(MediaRule.Duration, MediaFault.NoDuration);
        var type = film.HasPictures ? MediaFormat.Mp4 : MediaFormat.M4a;
        return media with { ContentType = type.ContentType, DurationMilliseconds = Milliseconds(film.Length), Width = film.Width, Height = film.Height };
    }

    private async Task<CheckedMedia> PlaysAsFfprobeSaysAsync(CheckedMedia media, MediaFormat type, MediaUnderCheck file, CancellationToken cancellationToken)
    {
        await using var copy = await MediaFile.OfAsync(file, Path.Combine(storage.Value.DataDirectory, "staging"), cancellationToken);
        var demuxer =
            type == MediaFormat.Mp3 ? "mp3"
            : type == MediaFormat.Wav ? "wav"
            : "matroska";
        if (await ffprobe.ProbeAsync(copy.Path, demuxer, cancellationToken) is not { } probed)
            throw MediaRefusal.Of(MediaRule.Duration, MediaFault.NoDuration);
        return media with
        {
            ContentType = type == MediaFormat.WebM && probed.Width is null ? MediaFormat.WebMSound.ContentType : type.ContentType,
            DurationMilliseconds = Milliseconds(type == MediaFormat.Mp3 ? probed.CountedAsMp3 : probed.Duration),
            Width = type == MediaFormat.WebM ? probed.Width : null,
            Height = type == MediaFormat.WebM ? probed.Height : null,
        };
    }

    private static long Milliseconds(TimeSpan duration) =>
        duration > TimeSpan.Zero && duration <= LongestPlay
            ? Math.Max(1, (long)Math.Round(duration.TotalMilliseconds))
            : throw MediaRefusal.Of(MediaRule.Duration, MediaFault.NoDuration);

    private static CheckedMedia HasASize(CheckedMedia media, MediaFormat type, MediaUnderCheck file)
    {
        if (file.ByteLength > LongestPicture * Megabyte)
            throw MediaRefusal.Of(MediaRule.Dimensions, MediaFault.PictureTooLarge, LongestPicture, MostPixels);
        if (PictureProbe.SizeOf(file.Content, type) is not { } size)
            throw MediaRefusal.Of(MediaRule.Dimensions, MediaFault.PictureUnreadable);
        if ((long)size.Width * size.Height > MostPixels)
            throw MediaRefusal.Of(MediaRule.Dimensions, MediaFault.PictureTooLarge, LongestPicture, MostPixels);
        return media with { Width = size.Width, Height = size.Height };
    }

    private async Task<CheckedMedia> HasPagesAndNothingThatActsAsync(CheckedMedia media, MediaUnderCheck file, CancellationToken cancellationToken)
    {
        if (file.ByteLength > LongestPdf * Megabyte)
            throw MediaRefusal.Of(MediaRule.Pages, MediaFault.PdfTooLarge, LongestPdf);
        if (ZipDirectory.Ends(file.Content))
            throw MediaRefusal.Of(MediaRule.ActiveContent, MediaFault.PdfIsArchive);
        using var timer = new CancellationTokenSource(PdfPatience, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            // Should the library turn in circles without reading, the answer does not wait for it.
            var (acting, pdf) = await PdfProbe.ReadAsync(file.Content, patience.Token).WaitAsync(patience.Token);
            if (acting is not null)
                throw MediaRefusal.Of(MediaRule.ActiveContent, MediaFault.PdfActs, acting);
            if (pdf is null || pdf.Pages is < 1 or > MostPages)
                throw MediaRefusal.Of(MediaRule.Pages, pdf is { IsEncrypted: true } ? MediaFault.PdfEncrypted : MediaFault.PdfUnreadable);
            return media with { PageCount = pdf.Pages };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw MediaRefusal.Of(MediaRule.Pages, MediaFault.PdfUnreadable);
        }
    }

    private static async Task<CheckedMedia> AreCaptionsAsync(CheckedMedia media, MediaUnderCheck file, CancellationToken cancellationToken)
    {
        // One byte more than allowed tells that it is too long.
        var bytes = new byte[Math.Min(file.ByteLength, Captions.LongestBytes + 1)];
        await file.Content.ReadExactlyAsync(bytes, cancellationToken);
        Captions.Check(bytes);
        return media;
    }

    private static async Task<CheckedMedia> UnpacksHarmlesslyAsync(
        CheckedMedia media,
        MediaFormat type,
        MediaUnderCheck file,
        CancellationToken cancellationToken
    )
    {
        await Archives.CheckAsync(file.Content, type, cancellationToken);
        return media;
    }
}
