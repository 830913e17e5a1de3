using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace ELearning.GraphQL.Tests.Documents;

/// <summary>The folder as it is read at start, on a small schema; that a process ends over it is seen in the tests of processes.</summary>
public sealed class OperationFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elearning-operations-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Each_file_is_known_by_the_hash_of_its_bytes_and_validated_already()
    {
        byte[] greeting = [.. Encoding.UTF8.Preamble, .. "# 问候\nquery Greeting($at: Float!) { greeting(at: $at) }\n"u8];
        await File.WriteAllBytesAsync(PathOf("Greeting.graphql"), greeting);
        await File.WriteAllTextAsync(PathOf("Audit.graphql"), "query { shelves { nodes { ...F } } } fragment F on Shelf { audit }");
        await File.WriteAllTextAsync(PathOf("README.md"), "no operation");
        using var host = Host(_folder.FullName);
        await ReadAsync(host);

        var text = host.Service<OperationFolder>().Find(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(greeting)));
        Assert.Equal("""{"data":{"greeting":"你好 2 "}}""", await host.AskAsync(text!, new { at = 2 }, operation: "Greeting"));
        // One without a name, one with: three ways to ask.
        Assert.Equal(3, host.Cache.Count);
        Assert.Null(host.Service<OperationFolder>().Find(new string('0', 64)));
        Assert.Equal("FORBIDDEN", (await host.AnswerAsync("query { shelves { nodes { ...F } } } fragment F on Shelf { audit }")).Code());
    }

    [Theory]
    [InlineData("{ ", "Expected Name, found EOF")]
    [InlineData("{ nothing }", "nothing")]
    [InlineData("query($at: Int) { greeting(at: $at) nothing }", "nothing")]
    [InlineData("query A { greeting } query B { greeting }", "exactly one operation; this one has 2")]
    [InlineData("fragment F on Shelf { name }", "exactly one operation; this one has 0")]
    [InlineData("{ a: greeting ...A } fragment A on Query { ...A }", "Fragment 'A' spreads itself")]
    [InlineData("{ shelves(first: 500) { totalCount } }", "1 to 100")]
    [InlineData("{ greeting \uDC00 }", "")]
    public async Task A_file_that_cannot_be_run_is_named_with_its_fault_in_one_line(string document, string fault)
    {
        await File.WriteAllBytesAsync(PathOf("Faulty.graphql"), document.Contains('\uDC00') ? [0xff, 0xfe, 0x80] : Encoding.UTF8.GetBytes(document));
        using var host = Host(_folder.FullName);
        var error = await Assert.ThrowsAsync<ConfigurationError>(() => ReadAsync(host));
        Assert.StartsWith("GraphQL:Operations:Folder: Faulty.graphql ", error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        using var host = Host(PathOf("nowhere"));
        Assert.Contains("nowhere", (await Assert.ThrowsAsync<ConfigurationError>(() => ReadAsync(host))).Message, StringComparison.Ordinal);
    }

    private static TinyHost Host(string folder) => new(introspection: true, services => services.AddSingleton(new OperationOptions { Folder = folder }));

    private static Task ReadAsync(TinyHost host) => host.Service<OperationFolder>().ReadAsync("/", CancellationToken.None);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
