namespace ELearning.Content;

/// <summary>
/// Text that is handed on until a row is longer than any that could be right: whoever parses it holds a row as a whole, so that one without an end would fill the
/// memory.
/// </summary>
internal sealed class RowLimit(TextReader text) : TextReader
{
    private long _length;

    /// <summary>To be said before each row. What is read ahead of a row counts for it, and is little.</summary>
    public void Begin() => _length = 0;

    /// <exception cref="InvalidDataException">The row is too long.</exception>
    public override int Read(char[] buffer, int index, int count) => Counted(text.Read(buffer, index, count));

    /// <inheritdoc cref="Read(char[], int, int)"/>
    public override int Read(Span<char> buffer) => Counted(text.Read(buffer));

    public override int Read()
    {
        var read = text.Read();
        Counted(read < 0 ? 0 : 1);
        return read;
    }

    public override int Peek() => text.Peek();

    private int Counted(int read) =>
        (_length += read) <= SheetBounds.RowCharacters ? read : throw new InvalidDataException($"More than {SheetBounds.RowCharacters} characters in a row.");
}

/// <summary>A part of a workbook that is handed on until a tag or a text is longer than any that could be right: its reader holds an attribute as a whole.</summary>
internal sealed class TagLimit(Stream part) : Stream
{
    private long _length;
    private bool _begun;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="SheetError">There is no beginning of a tag for too long, or the bytes are of an encoding that no spreadsheet writes.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = part.Read(buffer);
        // In UTF-16 the byte of a tag's beginning is part of other letters, too.
        if (!_begun && buffer[..Math.Min(read, 4)].IndexOfAny((byte)0, (byte)0xFE, (byte)0xFF) >= 0)
            throw new SheetError(0, SheetFaultCode.FileUnreadable, "UTF-16");
        _begun |= read > 0;
        var tag = buffer[..read].LastIndexOf((byte)'<');
        _length = tag < 0 ? _length + read : read - tag;
        return _length <= SheetBounds.RowCharacters ? read : throw new SheetError(0, SheetFaultCode.FileUnreadable, $"> {SheetBounds.RowCharacters >> 20} MiB");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            part.Dispose();
        base.Dispose(disposing);
    }
}
