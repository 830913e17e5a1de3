namespace ELearning.Embedded;

/// <summary>A growing byte buffer for keys; reused between keys with <see cref="Reset"/>.</summary>
internal sealed class KeyBuffer
{
    private byte[] _bytes = new byte[64];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public byte[] ToArray() => Span.ToArray();

    public void Reset() => Length = 0;

    public void Append(byte value) => Grow(1)[0] = value;

    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Grow(bytes.Length));

    public Span<byte> Grow(int count)
    {
        if (Length + count > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }

    /// <summary>Inverts all bytes from <paramref name="start"/> on, which reverses the order of the keys.</summary>
    public void InvertFrom(int start)
    {
        foreach (ref var value in _bytes.AsSpan(start, Length - start))
            value = (byte)~value;
    }
}
