using System.Text.Json;

namespace ELearning.GraphQL.Tests.Payloads;

public sealed class ErrorTests : IDisposable
{
    private const string Move = """
        mutation($input: MoveBookInput!) { moveBook(input: $input) { shelf { name } errors { __typename ... on Error { code message }
          ... on InvalidInputError { field } ... on BookLentError { borrower since } } } }
        """;

    private readonly TinyHost _host = new();

    public void Dispose() => _host.Dispose();

    private Task<JsonElement> MoveAsync(string book, string language = "zh-CN") =>
        _host.AnswerAsync(
            Move,
            new
            {
                input = new
                {
                    bookId = NodeId.Encode("Book", book),
                    shelfId = NodeId.Encode("Shelf", "s1"),
                    position = 1.5,
                    colour = "DARK_BLUE",
                    notes = new[] { "a", "b" },
                },
            },
            language: language
        );

    [Fact]
    public async Task A_mutation_that_succeeds_has_no_errors() =>
        Assert.Equal("""{"moveBook":{"shelf":{"name":"1.5DarkBlueab"},"errors":null}}""", (await MoveAsync("b3")).GetProperty("data").GetRawText());

    [Fact]
    public async Task A_common_error_needs_no_declaring() =>
        Assert.Equal(
            """{"moveBook":{"shelf":null,"errors":[{"__typename":"InvalidInputError","code":"INVALID_INPUT","message":"“position”无效。","field":"position"}]}}""",
            (await MoveAsync("b1")).GetProperty("data").GetRawText()
        );

    [Fact]
    public async Task An_error_carries_its_own_fields() =>
        Assert.Equal(
            """{"moveBook":{"shelf":null,"errors":[{"__typename":"BookLentError","code":"BOOK_LENT","message":"The book is lent.","borrower":"张三","since":"2026-01-01T00:00:00Z"}]}}""",
            (await MoveAsync("b2", "en")).GetProperty("data").GetRawText()
        );

    [Fact]
    public async Task A_forgotten_error_is_still_typed() =>
        Assert.Equal(
            """{"moveBook":{"shelf":null,"errors":[{"__typename":"RefusedError","code":"SHELF_LOCKED","message":"书架已上锁。"}]}}""",
            (await MoveAsync("b9")).GetProperty("data").GetRawText()
        );

    [Fact]
    public async Task A_fault_is_logged_with_its_id_and_shown_by_its_id_alone()
    {
        var answer = await _host.AnswerAsync("{ greeting broken }");
        Assert.Equal("你好  ", answer.GetProperty("data").GetProperty("greeting").GetString());
        Assert.Equal("INTERNAL", answer.Code());
        Assert.DoesNotContain("secret", answer.GetRawText(), StringComparison.Ordinal);
        var id = answer.Message()!.Split('编', '号', '）')[2].Trim();
        Assert.Contains(_host.Log.Lines, line => line.Contains(id, StringComparison.Ordinal) && line.Contains("the secret password", StringComparison.Ordinal));
        Assert.Equal("""["broken"]""", answer.GetProperty("errors")[0].GetProperty("path").GetRawText());
    }

    [Fact]
    public async Task An_expected_failure_of_a_query_has_its_code()
    {
        var answer = await _host.AnswerAsync("{ missing }");
        Assert.Equal(("NOT_FOUND", "没有这本书。"), (answer.Code(), answer.Message()));
        Assert.Empty(_host.Log.Lines);
    }
}
