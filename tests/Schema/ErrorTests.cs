using System.Text.Json;
using ELearning.Api;
using ELearning.Content;

namespace ELearning.Tests.Schemas;

public sealed class ErrorTests : IDisposable
{
    private const string Move = """
        mutation($input: MoveBookInput!) { moveBook(input: $input) { shelf { name } errors { __typename ... on Error { code message }
          ... on InvalidInputError { field } ... on StudySessionActiveError { title deviceName since } } } }
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
            """{"moveBook":{"shelf":null,"errors":[{"__typename":"InvalidInputError","code":"INVALID_INPUT","message":"“position”无效：须在 1 到 9 之间。","field":"position"}]}}""",
            (await MoveAsync("b1")).GetProperty("data").GetRawText()
        );

    [Fact]
    public async Task An_error_carries_its_own_fields() =>
        Assert.Equal(
            """{"moveBook":{"shelf":null,"errors":[{"__typename":"StudySessionActiveError","code":"STUDY_SESSION_ACTIVE","message":"Another study session is earning; you may take over.","title":"党史","deviceName":"手机","since":"2026-01-01T00:00:00Z"}]}}""",
            (await MoveAsync("b2", "en")).GetProperty("data").GetRawText()
        );

    [Fact]
    public async Task A_forgotten_error_is_still_typed() =>
        Assert.Equal(
            """{"moveBook":{"shelf":null,"errors":[{"__typename":"RefusedError","code":"CLAIM_DECIDED","message":"该申报已审定或已撤回。"}]}}""",
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
        Assert.Equal(("NOT_FOUND", "未找到课件。"), (answer.Code(), answer.Message()));
        Assert.Empty(_host.Log.Lines);
    }

    [Fact]
    public void Every_code_has_a_text_in_both_languages()
    {
        Assert.All(
            Enum.GetValues<ContentErrorCode>(),
            code => Assert.True(ErrorTexts.Has(ErrorTexts.CodeOf(code)), $"ErrorTexts.json lacks {ErrorTexts.CodeOf(code)}")
        );
        Assert.All(Enum.GetValues<InputFault>(), fault => Assert.True(ErrorTexts.Has($"InputFault.{fault}"), $"ErrorTexts.json lacks InputFault.{fault}"));
        Assert.All(Enum.GetValues<MediaFault>(), fault => Assert.True(ErrorTexts.Has($"MediaFault.{fault}"), $"ErrorTexts.json lacks MediaFault.{fault}"));
    }

    [Theory]
    [InlineData(
        "zh-CN",
        "“year”无效：须在 1921 到 2999 之间。 “a”无效：过长，至多 40。 “a”无效：过短，至少 4。 “a”无效：过多，至多 9 个。 “a”无效：在将来，至迟为 2026-03-02。 “a”无效：过早，不得早于 2026-03-02 09:00。"
    )]
    [InlineData(
        "en",
        "'year' is not valid: it must be between 1921 and 2999. 'a' is not valid: it is too long: at most 40. 'a' is not valid: it is too short: at least 4. "
            + "'a' is not valid: there are too many: at most 9. 'a' is not valid: it lies in the future: at the latest 2026-03-02. "
            + "'a' is not valid: it is too early: not before 2026-03-02 09:00."
    )]
    public void A_bound_that_was_passed_is_told(string language, string text)
    {
        System.Globalization.CultureInfo.CurrentUICulture = new(language);
        ContentError[] errors =
        [
            Assert.Throws<ContentError>(() => ComplianceRules.CheckYear(1920)),
            ContentError.Invalid("a", InputFault.TooLong, 40),
            ContentError.Invalid("a", InputFault.TooShort, 4),
            ContentError.Invalid("a", InputFault.TooMany, 9),
            ContentError.Invalid("a", InputFault.InTheFuture, new DateOnly(2026, 3, 2)),
            ContentError.Invalid("a", InputFault.InThePast, ApiHost.Begin),
        ];
        Assert.Equal(text, string.Join(' ', errors.Select(ErrorTexts.Of)));
    }

    [Theory]
    [InlineData("zh-CN", "ARCHIVE：文件未被接收，压缩包内路径“../a”不安全：不得含 ..、绝对路径、反斜杠、盘符或控制字符，请重新命名。")]
    [InlineData(
        "en",
        "ARCHIVE: the file was not taken. The path '../a' in the archive is not safe: no .., no absolute path, backslash, drive or control character; "
            + "rename it."
    )]
    public void A_refused_file_is_told_the_rule_what_broke_it_and_the_mend(string language, string text)
    {
        System.Globalization.CultureInfo.CurrentUICulture = new(language);
        Assert.Equal(text, ErrorTexts.Of(MediaRefusal.Of(MediaRule.Archive, MediaFault.ArchivePath, "../a")));
        Assert.Contains("{0} {oops}", ErrorTexts.Of(MediaRefusal.Of(MediaRule.Archive, MediaFault.ArchivePath, "{0} {oops}")), StringComparison.Ordinal);
    }
}
