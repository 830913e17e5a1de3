using System.IO.Compression;
using System.Text;
using System.Xml;

namespace ELearning.Content;

/// <summary>The texts that a workbook keeps apart from its sheets, in a few large pieces of memory instead of a million small ones.</summary>
internal sealed class SharedTexts
{
    private const int PieceBytes = 1 << 20;

    private readonly List<byte[]> _pieces = [];

    /// <summary>Where each text begins: the piece, and the place in it.</summary>
    private readonly List<(int Piece, int Start, int Length)> _texts = [];

    private int _used = PieceBytes;

    /// <summary>A text by its number; an empty one where there is none.</summary>
    public string this[int index] =>
        index < _texts.Count && _texts[index] is var (piece, start, length) && length > 0 ? Encoding.UTF8.GetString(_pieces[piece], start, length) : "";

    /// <param name="readText">Reads all the text below an element.</param>
    /// <exception cref="SheetError">There is more than is held in memory.</exception>
    public static SharedTexts Read(ZipArchiveEntry? part, Func<XmlReader, string> readText)
    {
        var texts = new SharedTexts();
        if (part is null)
            return texts;
        using var stream = new TagLimit(part.Open());
        using var xml = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "si")
                texts.Add(readText(xml));
        }
        return texts;
    }

    private void Add(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        if (_used + length > PieceBytes)
        {
            if ((long)(_pieces.Count + 1) * PieceBytes > SheetBounds.SharedTextBytes)
                throw new SheetError(0, SheetFaultCode.FileTooLarge, $"{SheetBounds.SharedTextBytes >> 20} MiB");
            _pieces.Add(new byte[PieceBytes]);
            _used = 0;
        }
        Encoding.UTF8.GetBytes(text, _pieces[^1].AsSpan(_used));
        _texts.Add((_pieces.Count - 1, _used, length));
        _used += length;
    }
}
