"""A web font of few letters, all of them blocks, for tests."""

import base64

BLOCKS = base64.b64decode(
    """
d09GMgABAAAAAAFMAAoAAAAAA1QAAAECAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAABmAAgUgKVE4BNgIkAwoLCgAEIAVdBzYbjAIA
ngV2w3URtm9JzNu8QyacsY2oWrWs7uF/1Wg+ifq8JDD+hESKRYFxO3huaT6Mv/l0jEwAegPw1v/LC0j5p8cRtUxCSMMWUaAZRB5/
x4McL3rBk/h1hyyjr5F619mNOkuyZUgM4PO7AJi+ngB68gMAJoBC4xIWXCJ+sG9XKZPg+dYxMZZ0ff0FBLvuOYAid++HAXbROMQJ
YIAgMsY42DpC6qN6sxHr0iy213xf/BKfvLXb/Q9/D77qzBuQTYlWIPScA1m8UbMRAECmqgQx5AHFbHgFQWwTox3bWsaeOHTURzl2
dzl8/3D1BmAbzHK9natUOw1SG0SagU6ltxxi1BcAAAA=
"""
)
"""WOFF2, made for these tests: letters and digits."""
