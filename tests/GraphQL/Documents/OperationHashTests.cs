namespace ELearning.GraphQL.Tests.Documents;

public sealed class OperationHashTests
{
    private const string Hash = "7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e";

    /// <summary>The example of the GraphQL-over-HTTP specification.</summary>
    [Fact]
    public void It_is_the_one_of_the_specification() => Assert.Equal(Hash, OperationHash.Of("query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}"));

    [Theory]
    [InlineData("sha256:" + Hash, Hash)]
    [InlineData(Hash, Hash)]
    [InlineData("", null)]
    [InlineData("sha256:", null)]
    [InlineData("SHA256:" + Hash, null)]
    [InlineData("md5:" + Hash, null)]
    [InlineData("sha256:sha256:" + Hash, null)]
    [InlineData("7DBA4BD717B41F10434822356A93C32B1FB4907B983E854300AD839F84CDCD6E", null)]
    [InlineData("7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6", null)]
    [InlineData("7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6ex", null)]
    [InlineData("７dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e", null)]
    public void It_is_read_with_or_without_its_prefix_and_nothing_else_is(string identifier, string? hash) =>
        Assert.Equal(hash, OperationHash.Read(identifier));
}
