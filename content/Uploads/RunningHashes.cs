using System.Security.Cryptography;

namespace ELearning.Content;

/// <summary>
/// SHA-256 of unfinished uploads, as far as this process has hashed their bytes while they came in. It only saves work: the state of a hash cannot be stored,
/// so after a restart, or when another process took a piece, the whole file is read once more instead.
/// </summary>
internal sealed class RunningHashes
{
    /// <summary>How many hashes are remembered. Uploads that nobody returns to must not stay for ever: the one not used for longest makes room.</summary>
    internal const int Most = 256;

    private readonly Dictionary<string, Running> _running = [];
    private readonly Lock _gate = new();
    private long _uses;

    /// <summary>
    /// Takes out the hash of the first <paramref name="length"/> bytes of an upload, to go on with and to dispose of; null when this process has not hashed
    /// exactly these.
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

    /// <summary>Puts the hash of the first <paramref name="length"/> bytes of an upload back, for the next piece; null puts nothing.</summary>
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
