using ELearning.Content;
using Microsoft.Net.Http.Headers;

namespace ELearning.Api;

/// <summary>
/// What a signed address serves, its bytes open and all that is said of them written down. Closed when the last who holds it disposes of it; whoever makes it
/// holds it.
/// </summary>
internal sealed class ServedMedia(MediaLink link, MediaAsset asset, MediaPresentation presentation, Stream body) : IDisposable
{
    private int _holders = 1;

    public MediaLink Link => link;

    public Stream Body => body;

    public long Length { get; } = body.Length;

    public MediaPresentation Presentation => presentation;

    public EntityTagHeaderValue Tag { get; } = new(link.AsWebVtt ? $"\"{asset.Hash}-vtt\"" : $"\"{asset.Hash}\"");

    /// <summary>In whole seconds, as HTTP dates are.</summary>
    public DateTimeOffset Modified { get; } = DateTimeOffset.FromUnixTimeSeconds(asset.StoredAt.ToUnixTimeSeconds());

    /// <summary>False when it is closed already.</summary>
    public bool TryHold()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _holders);
        } while (seen > 0 && Interlocked.CompareExchange(ref _holders, seen + 1, seen) != seen);
        return seen > 0;
    }

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            body.Dispose();
    }
}
