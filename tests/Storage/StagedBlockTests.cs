using ELearning.Content;

namespace ELearning.Tests.Storage;

/// <summary>Which blocks on Azure are the file, from their names alone.</summary>
public sealed class StagedBlockTests
{
    [Theory]
    [InlineData("one writer", 9, "0+4/1 4+5/1", "0+4/1 4+5/1")]
    [InlineData("one after another", 9, "0+4/1 4+5/7", "0+4/1 4+5/7")]
    [InlineData("whatever order they are listed in", 9, "4+5/7 2+2/1 0+2/1", "0+2/1 2+2/1 4+5/7")]
    [InlineData("bytes that were never acknowledged", 9, "0+4/1 4+4/1 4+5/2", "0+4/1 4+5/2")]
    [InlineData("bytes that reached far beyond", 9, "0+4/1 4+4/1 8+1/1 4+2/2 6+3/2", "0+4/1 4+2/2 6+3/2")]
    [InlineData("a writer that was overtaken and wrote on", 6, "0+3/1 3+3/1 0+6/2", "0+6/2")]
    [InlineData("two that were overtaken", 6, "0+3/1 3+3/1 3+1/2 4+2/2 3+2/3 5+1/3", "0+3/1 3+2/3 5+1/3")]
    [InlineData("a hole", 9, "0+4/1 5+4/1", null)]
    [InlineData("no end", 9, "0+4/1", null)]
    [InlineData("no beginning", 9, "4+5/1", null)]
    [InlineData("nothing", 9, "", null)]
    public void The_later_turn_counts_from_where_it_began(string what, long length, string blocks, string? file)
    {
        var found = StagedBlockRules.FileOf(blocks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Block), length);
        Assert.True(file == (found is null ? null : string.Join(' ', found.Select(block => $"{block.Offset}+{block.Length}/{block.Turn}"))), what);
    }

    [Fact]
    public void A_name_says_place_and_turn_and_all_names_are_of_one_length()
    {
        var far = StagedBlock.Parse(StagedBlock.NameOf(20L << 30, 70_000), 5);
        Assert.Equal((20L << 30, 70_000, 5), (far.Offset, far.Turn, far.Length));
        Assert.Equal(StagedBlock.NameOf(0, 1).Length, far.Name.Length);
    }

    private static StagedBlock Block(string text)
    {
        var numbers = text.Split('+', '/').Select(number => long.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return StagedBlock.Parse(StagedBlock.NameOf(numbers[0], numbers[2]), numbers[1]);
    }
}
