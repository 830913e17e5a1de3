namespace ELearning.Api;

/// <summary>A run of bytes of a body.</summary>
internal readonly record struct ByteRange(long First, long Length)
{
    public long Last => First + Length - 1;
}
