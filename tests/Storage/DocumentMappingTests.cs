using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace ELearning.Tests.Storage;

public sealed class DocumentMappingTests
{
    public DocumentMappingTests() => DocumentMapping.Register();

    [Fact]
    public void A_member_is_written_by_the_conventions_and_reads_back_the_same()
    {
        var member = new Member
        {
            Id = "m1",
            Number = "QZ-0001",
            Name = "陈志强",
            AdmittedOn = new(2001, 7, 1),
            Memberships = [new("350500", MembershipKind.Home, new(new(2001, 7, 1), null), ["35", "350500"])],
            Categories = [new(MemberCategory.NewOrganisation, true, new(new(2001, 7, 1), new(2024, 12, 31)))],
            Positions = [new(MemberPosition.Secretary, "350500", new(new(2020, 1, 1), null))],
        };

        var document = member.ToBsonDocument();

        Assert.Equal("m1", document["_id"]);
        Assert.Equal("2001-07-01", document["admittedOn"]);
        Assert.False(document.Contains("identity"));
        Assert.Equal("NewOrganisation", document["categories"][0]["category"]);
        Assert.Equal(new BsonArray { "35", "350500" }, document["memberships"][0]["lineage"]);
        Assert.False(document["memberships"][0]["period"].AsBsonDocument.Contains("to"));
        var read = BsonSerializer.Deserialize<Member>(document);
        Assert.Equal(document, read.ToBsonDocument());
        Assert.Null(read.Memberships[0].Period.To);
        Assert.Equal(member.Categories, read.Categories);
    }

    [Fact]
    public void A_credit_keeps_id_inside_its_values_and_leaves_derived_fields_out()
    {
        var credit = new Credit
        {
            Id = "m1/s/1",
            MemberId = "m1",
            Number = 1,
            Form = CreditForm.Online,
            Seconds = 270,
            EarnedOn = new(2025, 12, 31),
            Source = new(CreditSourceKind.StudySession, "m1/1"),
            VenueLevel = OrganisationLevel.County,
            Policy = new("quanzhou-2010", 1, 2700),
            PostedAt = new(2025, 12, 31, 16, 0, 0, TimeSpan.Zero),
            Hash = "h",
        };

        var document = credit.ToBsonDocument();

        Assert.Equal("m1/1", document["source"]["id"]);
        Assert.Equal("quanzhou-2010", document["policy"]["id"]);
        Assert.Equal("County", document["venueLevel"]);
        Assert.False(document.Contains("year"));
        Assert.Equal(BsonType.DateTime, document["postedAt"].BsonType);
        Assert.Equal(credit, BsonSerializer.Deserialize<Credit>(document));
    }

    [Fact]
    public void An_older_document_with_unknown_and_missing_elements_still_reads()
    {
        var document = BsonDocument.Parse(
            """{ _id: "m", number: "QZ-1", name: "x", admittedOn: "2001-07-01", memberships: [], categories: [], later: { thing: 1 } }"""
        );

        var read = BsonSerializer.Deserialize<Member>(document);

        Assert.Equal(1, read.Version);
        Assert.Empty(read.Positions);
    }

    [Fact]
    public void A_media_asset_stored_before_sizes_and_pages_were_known_still_reads_and_none_are_written_for_what_has_none()
    {
        var document = BsonDocument.Parse(
            """
            { _id: "a", hash: "h", name: "film.mp4", contentType: "video/mp4", byteLength: NumberLong(7), durationMilliseconds: NumberLong(24000),
            organisationId: "35", storedAt: ISODate("2026-03-10T02:00:00Z") }
            """
        );

        var read = BsonSerializer.Deserialize<MediaAsset>(document);

        Assert.Equal((24_000L, null, null, null), (read.DurationMilliseconds, read.Width, read.Height, read.PageCount));
        Assert.Equal(document.Add("lineage", new BsonArray()), read.ToBsonDocument());
        Assert.Equal(
            (640, 360),
            (read with { Width = 640, Height = 360 }).ToBsonDocument() is var sized ? (sized["width"].AsInt32, sized["height"].AsInt32) : default
        );
    }

    [Fact]
    public void A_list_that_a_document_of_an_older_release_does_not_have_is_empty()
    {
        var chapter = BsonSerializer.Deserialize<Chapter>(
            new BsonDocument
            {
                { "key", "one" },
                { "title", "第一章" },
                { "mediaId", "m" },
                { "mediaHash", "h" },
                { "durationMilliseconds", 1000L },
            }
        );
        Assert.Empty(chapter.Captions);
    }
}
