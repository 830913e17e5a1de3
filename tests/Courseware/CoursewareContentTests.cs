using ELearning.Content;

namespace ELearning.Tests.Coursewares;

public sealed class CoursewareContentTests
{
    private static readonly CoursewareContent Draft = Teaching.Courseware("history", "党的历史", "film") with
    {
        Chapters =
        [
            new("one", "第一章", "film") { Captions = [new("zh-CN", "captions"), new("en", "captions")] },
            new("two", "第二章", "handbook"),
            new("three", "第三章", "film"),
        ],
        PosterId = "poster",
    };

    [Fact]
    public void Frozen_content_has_what_was_probed_of_each_chapter_and_thawed_content_says_what_the_draft_said()
    {
        var frozen = Draft.Freeze(new Dictionary<string, MediaAsset> { ["film"] = Asset("film", 24_000), ["handbook"] = Asset("handbook", null) });
        Assert.Equal(
            [("hash of film", 24_000L), ("hash of handbook", null), ("hash of film", 24_000L)],
            frozen.Chapters.Select(chapter => (chapter.MediaHash, chapter.DurationMilliseconds))
        );
        Assert.NotEqual(Draft.Fingerprint, frozen.Fingerprint);
        Assert.Equal(Draft.Fingerprint, frozen.Thaw().Fingerprint);
    }

    [Fact]
    public void Assets_are_named_with_their_fields_and_counted_once()
    {
        Assert.Equal(
            [
                ("film", "chapters[0].mediaId"),
                ("captions", "chapters[0].captions[0].mediaId"),
                ("captions", "chapters[0].captions[1].mediaId"),
                ("handbook", "chapters[1].mediaId"),
                ("film", "chapters[2].mediaId"),
                ("poster", "posterId"),
            ],
            Draft.NamedAssets
        );
        Assert.Equal(["film", "captions", "handbook", "poster"], Draft.AssetIds);
    }

    private static MediaAsset Asset(string id, long? milliseconds) =>
        new(id, $"hash of {id}", id, "video/mp4", 10, milliseconds, "quanzhou", ContentFixture.Beginning);
}
