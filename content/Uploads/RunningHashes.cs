using System.Security.Cryptography;

namespace ELearning.Content;

/// <summary>
/// SHA-256 of uploads as far as this process has seen them flow by. Only a thrift: the state of a hash cannot be written down, so after a restart, or when
/// another process took a piece,
/// the whole file is read once more instead.
/// </summary>
internal sealed class RunningHashes
{
    /// <summary>Uploads nobody comes back to must not stay for ever: the one not used for longest makes room.</summary>
    internal const int Most = 256;

    private readonly Dictionary<string, Running> _running = [];
    private readonly Lock _gate = new();
    private long _uses;

    /// <summary>
    /// The hash of the first <paramref name="length"/> bytes, which is the caller's from now on; null when this process has not seen just these.
    /// </summary>
    public IncrementalHash? Take(string upload, long length)
    {
        lock (_gate)
        {
            if (_running.Remove(upload, out var found))
            {
                if (found.Length == length)
                    return found.Hash;
                found.Hash.Dispose();
            }
        }
        return length == 0 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    }

    public void Put(string upload, long length, IncrementalHash? hash)
    {
        if (hash is null)
            return;
        lock (_gate)
        {
            if (_running.Count >= Most && _running.Remove(_running.MinBy(entry => entry.Value.Use).Key, out var oldest))
                oldest.Hash.Dispose();
            if (_running.Remove(upload, out var other))
                other.Hash.Dispose();
            _running.Add(upload, new(hash, length, _uses++));
        }
    }

    private sealed record Running(IncrementalHash Hash, long Length, long Use);
}
