using System.Globalization;
using System.Text;

namespace ELearning.Content;

/// <summary>
/// A block of an upload on Azure. Its name says where it belongs and in whose turn it was written, so that nothing else needs to be kept of it.
/// </summary>
/// <param name="Turn">Grows with each writer of the upload.</param>
/// <param name="Name">Base64, as Azure wants it; all names of one blob are of the same length.</param>
internal readonly record struct StagedBlock(long Offset, long Turn, long Length, string Name)
{
    private const int OffsetDigits = 12;
    private const int TurnDigits = 8;

    public static string NameOf(long offset, long turn) =>
        Convert.ToBase64String(
            Encoding.ASCII.GetBytes(offset.ToString("x12", CultureInfo.InvariantCulture) + turn.ToString("x8", CultureInfo.InvariantCulture))
        );

    public static StagedBlock Parse(string name, long length)
    {
        var digits = Encoding.ASCII.GetString(Convert.FromBase64String(name));
        return new(Number(digits[..OffsetDigits]), Number(digits[OffsetDigits..(OffsetDigits + TurnDigits)]), length, name);

        static long Number(string hex) => long.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}

/// <summary>
/// Which of the blocks are the file. A writer begins where its predecessor's acknowledged bytes end, so whatever an earlier turn wrote from there on was never
/// acknowledged and does not count.
/// </summary>
internal static class StagedBlockRules
{
    /// <returns>The blocks of the file in order; null when some are missing.</returns>
    public static IReadOnlyList<StagedBlock>? FileOf(IEnumerable<StagedBlock> blocks, long length)
    {
        var file = new List<StagedBlock>();
        var end = length;
        foreach (var turn in blocks.GroupBy(block => block.Turn).OrderByDescending(turn => turn.Key))
        {
            file.AddRange(turn.Where(block => block.Offset < end));
            end = Math.Min(end, turn.Min(block => block.Offset));
        }
        file.Sort((one, other) => one.Offset.CompareTo(other.Offset));
        var next = 0L;
        foreach (var block in file)
        {
            if (block.Offset != next)
                return null;
            next += block.Length;
        }
        return next == length ? file : null;
    }
}
