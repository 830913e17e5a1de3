using System.Text.Json;
using ELearning.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>An editor and a reviewer who publish the next version of one courseware of the demonstration, as often as they are asked, by GraphQL.</summary>
internal sealed class Publisher
{
    private readonly HttpClient _api;
    private readonly string _editor;
    private readonly string _reviewer;
    private readonly string _coursewareId;
    private int _version;
    private int _published;

    private Publisher(HttpClient api, string editor, string reviewer, string coursewareId, int version) =>
        (_api, _editor, _reviewer, _coursewareId, _version) = (api, editor, reviewer, coursewareId, version);

    /// <summary>What the last published version says of itself.</summary>
    public string Summary => $"第{_published}次修订。";

    public static async Task<Publisher> OpenAsync(HttpClient api)
    {
        var editor = await api.TokenAsync("editor-3505", ["Editor"], CatalogueCallers.City);
        var reviewer = await api.TokenAsync("reviewer-3505", ["Reviewer"], CatalogueCallers.City);
        var draft = (await api.DataAsync(editor, "{ coursewareDrafts(first: 1, where: { state: { eq: PUBLISHED } }) { nodes { coursewareId version } } }"))
            .GetProperty("coursewareDrafts")
            .GetProperty("nodes")[0];
        return new Publisher(api, editor, reviewer, draft.GetProperty("coursewareId").GetString()!, draft.GetProperty("version").GetInt32());
    }

    public async Task PublishAsync()
    {
        _published++;
        await StepAsync(_editor, "edit", new() { ["summary"] = Summary });
        await StepAsync(_editor, "submit");
        await StepAsync(_reviewer, "review", new() { ["decision"] = "APPROVE" });
        await StepAsync(_editor, "publish");
    }

    private async Task StepAsync(string token, string act, Dictionary<string, object>? more = null)
    {
        var input = new Dictionary<string, object>(more ?? []) { ["coursewareId"] = _coursewareId, ["expectedVersion"] = _version };
        var type = $"{char.ToUpperInvariant(act[0])}{act[1..]}CoursewareInput!";
        var done = (
            await _api.DataAsync(
                token,
                $"mutation($input: {type}) {{ {act}Courseware(input: $input) {{ draft {{ version }} errors {{ ... on Error {{ code message }} }} }} }}",
                new { input }
            )
        ).GetProperty($"{act}Courseware");
        if (done.GetProperty("draft") is not { ValueKind: JsonValueKind.Object } draft)
            throw new InvalidOperationException($"{act}Courseware: {done.GetRawText()}");
        _version = draft.GetProperty("version").GetInt32();
    }
}
