namespace ELearning.Content;

/// <summary>
/// Whole numbers as bytes: seven bits a byte, lowest first, the eighth says that more follow. What a desk holds many of must be small, for the desk is written
/// at every beat.
/// </summary>
internal sealed class PackedNumbers
{
    private readonly List<byte> _bytes = [];

    public PackedNumbers Add(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        for (; number > 0x7F; number >>= 7)
            _bytes.Add((byte)(number | 0x80));
        _bytes.Add((byte)number);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    public static IReadOnlyList<long> Read(ReadOnlySpan<byte> bytes)
    {
        var numbers = new List<long>();
        var (number, shift) = (0L, 0);
        foreach (var part in bytes)
        {
            if (shift > 56)
                throw new FormatException("A packed number of more than 63 bits.");
            number |= (long)(part & 0x7F) << shift;
            shift += 7;
            if (part > 0x7F)
                continue;
            numbers.Add(number);
            (number, shift) = (0, 0);
        }
        return shift == 0 ? numbers : throw new FormatException("A packed number without an end.");
    }
}
