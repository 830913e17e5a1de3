using System.Globalization;
using System.Text;

namespace ELearning.Embedded;

/// <summary>A dotted path taken apart once: the UTF-8 of each part, and its value where it can stand for an array position.</summary>
internal sealed class FieldPath
{
    private readonly byte[][] _names;
    private readonly int[] _positions;

    public FieldPath(string path)
    {
        Path = path;
        Parts = path.Split('.');
        BsonView.CheckDepth(Parts.Length - 1);
        _names = [.. Parts.Select(Encoding.UTF8.GetBytes)];
        _positions = [.. Parts.Select(Position)];
    }

    public string Path { get; }

    public string[] Parts { get; }

    public int Length => Parts.Length;

    public ReadOnlySpan<byte> Name(int part) => _names[part];

    /// <summary>The array position a part names, or -1. "01" is a name, not a position.</summary>
    public int PositionAt(int part) => _positions[part];

    public static int Position(string part) =>
        part.Length is > 0 and < 10 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0') ? int.Parse(part, CultureInfo.InvariantCulture) : -1;
}
