import pytest

from domain.addresses import is_part_of_address
from domain.contact import read_contact, read_email, read_phone
from domain.text import normalize


def said(text: str, asks: str | None = None) -> dict[str, str]:
    return read_contact(normalize(text), asks).said


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("09012345678", "090-1234-5678"),
        ("０８０－１１１１－２２２２", "080-1111-2222"),
        ("090ー1234ー5678です", "090-1234-5678"),
        ("070 4444 5555", "070-4444-5555"),
        ("+81 90 3333 4444", "090-3333-4444"),
        ("+81-3-1234-5678", "03-1234-5678"),
        ("電話は(03)1234-5678", "03-1234-5678"),
        ("0666543210", "06-6654-3210"),
        ("0466-12-3456", "0466-12-3456"),
        ("0471112222", "0471112222"),
    ],
)
def test_phone_is_read_in_all_its_forms(text: str, phone: str) -> None:
    assert read_phone(normalize(text)) == phone


@pytest.mark.parametrize("text", ["12345678", "2026-11-28 19:00", "〒166-0001", "0901234567", "12800円", "123456"])
def test_other_numbers_are_no_phone(text: str) -> None:
    assert read_phone(normalize(text)) is None


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("misaki＠example.com", "misaki@example.com"),
        ("Taro.Yamada@Example.co.jp です", "taro.yamada@example.co.jp"),
        ("メールはa.b+c@docomo.ne.jpです", "a.b+c@docomo.ne.jp"),
    ],
)
def test_email_is_read_in_lower_case(text: str, email: str) -> None:
    assert read_email(normalize(text)) == email


@pytest.mark.parametrize("text", ["yuri@example,com", "yuri@example", "a..b@example.com", "アットマーク"])
def test_what_cannot_be_an_email_is_none(text: str) -> None:
    assert read_email(normalize(text)) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("杉並区桃井1-2-3サンハイツ101", "杉並区桃井1-2-3サンハイツ101"),
        ("東京都杉並区桃井1丁目2番地3です", "東京都杉並区桃井1丁目2番地3"),
        (
            "〒330-0854　埼玉県さいたま市大宮区桜木町一丁目七番五号　ソニックハイツ８０５",
            "〒330-0854 埼玉県さいたま市大宮区桜木町一丁目七番五号 ソニックハイツ805",
        ),
        ("大阪府吹田市江の木町17番1号", "大阪府吹田市江の木町17番1号"),
        ("住所は大阪市北区梅田1丁目2番3号 梅田タワー1001です", "大阪市北区梅田1丁目2番3号 梅田タワー1001"),
        (
            "川崎市中原区小杉町1-403 武蔵小杉タワー3201号室です。オートロックです",
            "川崎市中原区小杉町1-403 武蔵小杉タワー3201号室",
        ),
        ("千葉県柏市柏3の2の1", "千葉県柏市柏3の2の1"),
        ("市川市八幡1-1-1", "市川市八幡1-1-1"),
    ],
)
def test_address_is_read_down_to_the_room(text: str, address: str) -> None:
    assert said(text, "address") == {"address": address}


@pytest.mark.parametrize("text", ["柏市", "本町4-5-6", "世田谷区です", "桃井"])
def test_part_of_an_address_is_none_yet(text: str) -> None:
    assert said(text, "address") == {}


def test_part_of_an_address_is_known_for_one() -> None:
    assert [is_part_of_address(text) for text in ("柏市です", "本町4-5-6", "19時がいいです", "土曜の夜")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("山田太郎です", "山田太郎"),
        ("高橋 美咲", "高橋美咲"),
        ("さとうゆり", "さとうゆり"),
        ("はい、山田と申します", "山田"),
        ("渡辺です。よろしくお願いします", "渡辺"),
        ("山田太郎（やまだたろう）です", "山田太郎"),
        ("中村です。中村健太です", "中村健太"),
        ("名前は林です", "林"),
        ("John Smith", "John Smith"),
    ],
)
def test_name_is_read_where_it_was_asked_for(text: str, name: str) -> None:
    assert said(text, "name") == {"name": name}


@pytest.mark.parametrize(
    "text",
    [
        "なんで名前がいるんですか",
        "名前は言いたくないです",
        "名前は何に使うんですか",
        "え、個人情報はちょっと",
        "はい",
        "確定する",
        "12月5日でお願いします",
    ],
)
def test_what_is_no_name_is_not_taken_for_one(text: str) -> None:
    assert said(text, "name") == {}


@pytest.mark.parametrize(
    "text", ["土曜の夜", "夜中の2時に足音がします", "2番目", "プレミアムで12月12日の23時に", "上の階の人に困っています"]
)
def test_messages_about_other_things_say_nothing_of_the_customer(text: str) -> None:
    assert said(text) == {}
    assert read_contact(text).rest == text


def test_everything_is_read_from_one_message_and_the_rest_is_left() -> None:
    contact = read_contact(
        normalize(
            "スタンダードを土曜の19時に予約したいです。鈴木一郎、東京都世田谷区三軒茶屋2-11-22 グリーンコーポ203号室、"
            "080-9876-5432、ichiro@example.com です。支払いはカードで。"
        )
    )
    assert contact.said == {
        "name": "鈴木一郎",
        "address": "東京都世田谷区三軒茶屋2-11-22 グリーンコーポ203号室",
        "phone": "080-9876-5432",
        "email": "ichiro@example.com",
    }
    assert contact.rest.startswith("スタンダードを土曜の19時に予約したいです")
    assert contact.rest.endswith("支払いはカードで。")


def test_form_with_labels_is_read() -> None:
    text = "氏名：小林 恵\n住所：千葉県船橋市本町2-1-34 スカイハイツ502\n電話：047-433-1111\nメール：megumi@example.com"
    assert said(text) == {
        "name": "小林恵",
        "address": "千葉県船橋市本町2-1-34 スカイハイツ502",
        "phone": "047-433-1111",
        "email": "megumi@example.com",
    }


def test_wish_beside_an_address_is_no_part_of_it() -> None:
    contact = read_contact("東京都港区芝公園4-2-8 土曜の19時希望")
    assert (contact.address, contact.rest) == ("東京都港区芝公園4-2-8", "土曜の19時希望")
